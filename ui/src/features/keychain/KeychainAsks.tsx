// What stands in the window while the system asks for the keychain's password: where to answer, and that nothing is wrong.
import { MessageBar, MessageBarBody, MessageBarTitle, makeStyles, tokens } from '@fluentui/react-components';
import { Key32Regular } from '@fluentui/react-icons';
import { useTranslation } from 'react-i18next';

const useStyles = makeStyles({
  page: { flexGrow: 1, display: 'grid', placeItems: 'center', padding: '24px', overflowY: 'auto' },
  inner: { maxWidth: '440px', display: 'flex', flexDirection: 'column', alignItems: 'center', rowGap: '12px', textAlign: 'center' },
  icon: {
    display: 'grid',
    placeItems: 'center',
    width: '64px',
    height: '64px',
    marginBottom: '4px',
    borderRadius: tokens.borderRadiusCircular,
    color: tokens.colorBrandForeground1,
    backgroundColor: tokens.colorBrandBackground2,
  },
  title: { margin: 0, textWrap: 'balance', fontSize: tokens.fontSizeBase600, lineHeight: tokens.lineHeightBase600, fontWeight: tokens.fontWeightSemibold },
  text: { margin: 0, textWrap: 'balance' },
  quiet: { margin: 0, color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  bar: { padding: '0 24px 12px', flexShrink: 0 },
});

/** In place of a tenant whose files wait for their key. */
export function KeychainPage() {
  const styles = useStyles();
  const { t } = useTranslation();
  return (
    <div className={styles.page} role="status">
      <div className={styles.inner}>
        <div className={styles.icon}>
          <Key32Regular />
        </div>
        <h1 className={styles.title}>{t('keychain.title')}</h1>
        <p className={styles.text}>{t('keychain.why')}</p>
        <p className={styles.text}>{t('keychain.next')}</p>
        <p className={styles.quiet}>{t('keychain.never')}</p>
      </div>
    </div>
  );
}

/** Above the tenants, some of which may be open. */
export function KeychainBar() {
  const styles = useStyles();
  const { t } = useTranslation();
  return (
    <div className={styles.bar} role="status">
      <MessageBar intent="info" layout="multiline">
        <MessageBarBody>
          <MessageBarTitle>{t('keychain.title')}</MessageBarTitle>
          {t('keychain.next')}
        </MessageBarBody>
      </MessageBar>
    </div>
  );
}

// Shortly before the window locks for want of use: whoever only reads, or thinks over a form, can stay.
import { Portal, makeStyles, tokens } from '@fluentui/react-components';
import { LockClosed20Regular } from '@fluentui/react-icons';
import { useTranslation } from 'react-i18next';

const useStyles = makeStyles({
  notice: {
    position: 'fixed',
    top: '8px',
    left: '50%',
    transform: 'translateX(-50%)',
    display: 'flex',
    alignItems: 'center',
    columnGap: '12px',
    maxWidth: 'calc(100vw - 32px)',
    padding: '10px 16px',
    boxSizing: 'border-box',
    borderRadius: tokens.borderRadiusLarge,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground1,
    boxShadow: tokens.shadow28,
    pointerEvents: 'none',
  },
  title: { fontWeight: tokens.fontWeightSemibold, fontVariantNumeric: 'tabular-nums' },
  text: { color: tokens.colorNeutralForeground2 },
  icon: { flexShrink: 0 },
});

/** An open dialog hides from screen readers what stands beside it, but not this: what was typed there would be lost. */
const neverHidden = (node: HTMLElement | null) => node?.parentElement?.setAttribute('data-tabster-never-hide', '');

export function LocksSoon({ seconds }: { seconds: number }) {
  const styles = useStyles();
  const { t } = useTranslation();
  return (
    <Portal>
      <div ref={neverHidden} className={styles.notice}>
        <LockClosed20Regular className={styles.icon} />
        <div>
          <div className={styles.title} role="timer">
            {t('lock.soon', { count: seconds })}
          </div>
          {/* Said once, and not anew with each second. */}
          <div className={styles.text} role="alert">
            {t('lock.stay')}
          </div>
        </div>
      </div>
    </Portal>
  );
}

// An app registration of one's own: its id, and how to come by one.
import { Field, Input, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { CopyButton } from '../../components/CopyButton';

const REDIRECT = 'http://localhost';

/** What core asks for at the first sign-in. */
const SCOPES = ['Domain.Read.All', 'LicenseAssignment.Read.All', 'OnPremDirectorySynchronization.Read.All', 'Organization.Read.All', 'User.Read', 'User.Read.All'];

const COMMAND = [
  'az ad app create --display-name Kontor',
  '--sign-in-audience AzureADMyOrg',
  `--public-client-redirect-uris ${REDIRECT}`,
  '--is-fallback-public-client true',
  '--query appId --output tsv',
];

const useStyles = makeStyles({
  guide: { fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground2 },
  summary: { cursor: 'pointer' },
  steps: { margin: '8px 0', paddingLeft: '20px', display: 'flex', flexDirection: 'column', rowGap: '6px' },
  code: { fontFamily: tokens.fontFamilyMonospace, overflowWrap: 'anywhere' },
  box: { display: 'flex', alignItems: 'start', marginTop: '4px', padding: '8px 10px', borderRadius: tokens.borderRadiusMedium, backgroundColor: tokens.colorNeutralBackground3 },
  command: { flexGrow: 1 },
});

export function OwnApp({ clientId, onChange }: { clientId: string; onChange: (clientId: string) => void }) {
  const styles = useStyles();
  const { t } = useTranslation();
  return (
    <>
      <Field label={t('signIn.clientId')} required>
        <Input value={clientId} autoComplete="off" spellCheck={false} onChange={(_, data) => onChange(data.value)} />
      </Field>
      <details className={styles.guide}>
        <summary className={styles.summary}>{t('signIn.guide')}</summary>
        <ol className={styles.steps}>
          <li>{t('signIn.guideNew')}</li>
          <li>
            {t('signIn.guidePlatform')} <code className={styles.code}>{REDIRECT}</code>
          </li>
          <li>{t('signIn.guideCode')}</li>
          <li>
            {t('signIn.guidePermissions')}
            <div className={styles.code}>{SCOPES.join(', ')}</div>
          </li>
        </ol>
        {t('signIn.guideAz')}
        <div className={styles.box}>
          <code className={mergeClasses(styles.code, styles.command)}>
            {COMMAND.map((part) => (
              <div key={part}>{part}</div>
            ))}
          </code>
          <CopyButton text={COMMAND.join(' ')} label={t('signIn.copyAz')} />
        </div>
      </details>
    </>
  );
}

// An app registration of one's own: its id, and how to come by one.
import { Field, Input, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../app/query';
import { CopyButton } from '../../components/CopyButton';
import { known } from '../../i18n/known';

const REDIRECT = 'http://localhost';

const AZ = [
  'az ad app create --display-name Kontor',
  '--sign-in-audience AzureADMyOrg',
  `--public-client-redirect-uris ${REDIRECT}`,
  '--is-fallback-public-client true',
  '--query appId --output tsv',
];

const POWERSHELL = [
  'Connect-MgGraph -Scopes Application.ReadWrite.All',
  '(New-MgApplication -DisplayName Kontor',
  '-SignInAudience AzureADMyOrg',
  `-PublicClient @{ RedirectUris = @('${REDIRECT}') }`,
  '-IsFallbackPublicClient).AppId',
];

const useStyles = makeStyles({
  guide: { fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground2 },
  summary: { cursor: 'pointer' },
  steps: { margin: '8px 0', paddingLeft: '20px', display: 'flex', flexDirection: 'column', rowGap: '6px' },
  code: { fontFamily: tokens.fontFamilyMonospace, overflowWrap: 'anywhere' },
  box: { display: 'flex', alignItems: 'start', marginTop: '4px', padding: '8px 10px', borderRadius: tokens.borderRadiusMedium, backgroundColor: tokens.colorNeutralBackground3 },
  command: { marginTop: '8px' },
  lines: { flexGrow: 1 },
  table: { marginTop: '4px', borderSpacing: '0 2px', '& td, & th': { verticalAlign: 'top', textAlign: 'start', fontWeight: tokens.fontWeightRegular } },
  scope: { paddingRight: '12px', fontFamily: tokens.fontFamilyMonospace, overflowWrap: 'anywhere' },
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
            <Permissions />
          </li>
        </ol>
        <Command intro={t('signIn.guideAz')} lines={AZ} text={AZ.join(' ')} copy={t('signIn.copyAz')} />
        <Command intro={t('signIn.guidePowerShell')} lines={POWERSHELL} text={`${POWERSHELL[0]}; ${POWERSHELL.slice(1).join(' ')}`} copy={t('signIn.copyPowerShell')} />
      </details>
    </>
  );
}

function Command({ intro, lines, text, copy }: { intro: string; lines: string[]; text: string; copy: string }) {
  const styles = useStyles();
  return (
    <div className={styles.command}>
      {intro}
      <div className={styles.box}>
        <code className={mergeClasses(styles.code, styles.lines)}>
          {lines.map((part) => (
            <div key={part}>{part}</div>
          ))}
        </code>
        <CopyButton text={text} label={copy} />
      </div>
    </div>
  );
}

/** Each permission with what it is for: what reads is asked for at first, what writes when there is something to write. */
function Permissions() {
  const styles = useStyles();
  const { t } = useTranslation();
  const all = useCommand('permissions', {}).data ?? [];
  return (
    <table className={styles.table} aria-label={t('signIn.permissions')}>
      <tbody>
        <tr>
          <th scope="row" className={styles.scope}>
            User.Read
          </th>
          <td>{t('signIn.forWho')}</td>
        </tr>
        {all.map(({ scope, collections, operations }) => (
          <tr key={scope}>
            <th scope="row" className={styles.scope}>
              {scope}
            </th>
            <td>{[...collections.map((name) => known('collection', name)), ...operations.map((name) => known('operation', name))].join(', ')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

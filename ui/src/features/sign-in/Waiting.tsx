// While a sign-in is under way: what to do now, in the browser or with a code.
import { Button, Field, Input, Spinner, makeStyles, tokens } from '@fluentui/react-components';
import { Open16Regular } from '@fluentui/react-icons';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useFailureToast } from '../../app/toast';
import { CopyButton } from '../../components/CopyButton';
import { openSignInPage } from '../../gen/commands';
import type { Prompt } from '../../gen/types';
import { promptNow } from './useSignIn';

const useStyles = makeStyles({
  waiting: { display: 'flex', flexDirection: 'column', rowGap: '20px' },
  text: { margin: 0 },
  steps: { margin: 0, paddingLeft: '20px', display: 'flex', flexDirection: 'column', rowGap: '14px' },
  line: { display: 'flex', alignItems: 'center', columnGap: '4px' },
  address: { fontWeight: tokens.fontWeightSemibold, overflowWrap: 'anywhere', userSelect: 'all' },
  code: {
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeHero800,
    lineHeight: tokens.lineHeightHero800,
    letterSpacing: '0.12em',
    fontWeight: tokens.fontWeightSemibold,
    userSelect: 'all',
  },
  open: { flexShrink: 0, whiteSpace: 'nowrap' },
  spinner: { justifyContent: 'start', color: tokens.colorNeutralForeground2 },
});

export function Waiting() {
  const styles = useStyles();
  const { t } = useTranslation();
  const prompt = useQuery(promptNow()).data?.prompt;
  return (
    <div className={styles.waiting} aria-live="polite">
      {prompt?.how === 'browser' && <InBrowser url={prompt.url} />}
      {prompt?.how === 'device-code' && <WithCode {...prompt} />}
      <Spinner className={styles.spinner} size="tiny" label={prompt ? t('signIn.waiting') : t('signIn.preparing')} />
    </div>
  );
}

/** Once more, or on this device after all. */
function OpenPage() {
  const styles = useStyles();
  const { t } = useTranslation();
  const failed = useFailureToast();
  return (
    <Button className={styles.open} size="small" icon={<Open16Regular />} onClick={() => void openSignInPage().catch(failed)}>
      {t('signIn.openPage')}
    </Button>
  );
}

function InBrowser({ url }: { url: string }) {
  const styles = useStyles();
  const { t } = useTranslation();
  return (
    <>
      <p className={styles.text}>{t('signIn.pageOpened')}</p>
      <div>
        <OpenPage />
      </div>
      <Field label={t('signIn.pageAddress')}>
        <Input
          readOnly
          value={url}
          onFocus={(event) => event.target.select()}
          contentAfter={<CopyButton text={url} label={t('signIn.copyAddress')} />}
        />
      </Field>
    </>
  );
}

function WithCode({ address, code }: Omit<Extract<Prompt, { how: 'device-code' }>, 'how'>) {
  const styles = useStyles();
  const { t } = useTranslation();
  return (
    <ol className={styles.steps}>
      <li>
        {t('signIn.codeOpen')}
        <div className={styles.line}>
          <span className={styles.address}>{address}</span>
          <CopyButton text={address} label={t('signIn.copyAddress')} />
          <OpenPage />
        </div>
      </li>
      <li>
        {t('signIn.codeType')}
        <div className={styles.line}>
          <output className={styles.code} aria-label={t('signIn.code')}>
            {code}
          </output>
          <CopyButton text={code} label={t('signIn.copyCode')} />
        </div>
      </li>
      <li>{t('signIn.codeSignIn')}</li>
    </ol>
  );
}

// Why somebody did not get a licence, in Microsoft's word and in a sentence with what to do.
import { makeStyles, tokens } from '@fluentui/react-components';
import { known } from '../i18n/known';
import { Sign } from './Sign';

const useStyles = makeStyles({
  what: { margin: '2px 0 0', color: tokens.colorNeutralForeground2 },
});

export function LicenseError({ error }: { error: string }) {
  const styles = useStyles();
  const sentence = known('licenseError', error);
  return (
    <div>
      <Sign tone="danger">{error}</Sign>
      {sentence !== error && <p className={styles.what}>{sentence}</p>}
    </div>
  );
}

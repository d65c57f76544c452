// A choice, and a sentence on what it means.
import { makeStyles, tokens } from '@fluentui/react-components';

const useStyles = makeStyles({ text: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 } });

export function Explained({ label, text }: { label: string; text: string }) {
  const styles = useStyles();
  return (
    <>
      {label}
      <div className={styles.text}>{text}</div>
    </>
  );
}

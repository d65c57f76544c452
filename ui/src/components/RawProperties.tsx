// Every mirrored property under Graph's own name, as it stands in the mirror with the outbox laid over it.
import { makeStyles, tokens } from '@fluentui/react-components';

const useStyles = makeStyles({
  list: { margin: '12px 0 0' },
  name: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground3, overflowWrap: 'anywhere' },
  value: {
    margin: '0 0 8px',
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
  },
});

export function RawProperties({ object }: { object: Record<string, unknown> }) {
  const styles = useStyles();
  return (
    <dl className={styles.list}>
      {Object.entries(object)
        .sort(([left], [right]) => (left < right ? -1 : 1))
        .map(([name, value]) => (
          <div key={name}>
            <dt className={styles.name}>{name}</dt>
            <dd className={styles.value}>{typeof value === 'string' ? value : JSON.stringify(value, null, 2)}</dd>
          </div>
        ))}
    </dl>
  );
}

// What changes, field by field: old → new. A secret is only said to be there.
import { makeStyles, tokens } from '@fluentui/react-components';
import { ArrowRight12Regular } from '@fluentui/react-icons';
import { useTranslation } from 'react-i18next';
import { PersonName, idIn } from './PersonName';
import { fieldName, fieldText } from './fieldText';
import { useProductNames } from './products';

const useStyles = makeStyles({
  list: { display: 'grid', gridTemplateColumns: '170px minmax(0, 1fr)', columnGap: '16px', rowGap: '4px', margin: 0 },
  field: { color: tokens.colorNeutralForeground3, overflowWrap: 'anywhere' },
  value: { margin: 0, overflowWrap: 'anywhere' },
  from: { color: tokens.colorNeutralForeground3, textDecorationLine: 'line-through' },
  to: { fontWeight: tokens.fontWeightSemibold, textDecorationLine: 'none', whiteSpace: 'pre-line' },
  arrow: { margin: '0 6px', verticalAlign: 'middle', color: tokens.colorNeutralForeground3 },
});

interface Change {
  field: string;
  from: unknown;
  to: unknown;
  secret: boolean;
}

/** `fresh`: of an object that is still to be made, where nothing stood before. */
export function Changes({ changes, fresh = false }: { changes: Change[]; fresh?: boolean }) {
  const styles = useStyles();
  return (
    <dl className={styles.list}>
      {changes.map((change, index) => (
        <Row key={index} {...change} fresh={fresh} />
      ))}
    </dl>
  );
}

function Row({ field, from, to, secret, fresh }: Change & { fresh: boolean }) {
  const styles = useStyles();
  const { t } = useTranslation();
  return (
    <>
      <dt className={styles.field}>{fieldName(field)}</dt>
      <dd className={styles.value}>{secret ? <span className={styles.to}>{t('value.newSecret')}</span> : <FromTo field={field} from={from} to={to} fresh={fresh} />}</dd>
    </>
  );
}

/** Of these only the wish is known or worth saying: they add something, or cannot be read back. */
const wishes = new Set(['assignedLicenses', 'member', 'forceChangePasswordNextSignIn', 'to', 'subject', 'body']);

/** One value as it was and as it will be. */
export function FromTo({ field, from, to, fresh = false }: Omit<Change, 'secret'> & { fresh?: boolean }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const products = useProductNames();
  const wish = (fresh || wishes.has(field)) && from === null;
  const text = (value: unknown) => {
    // Who is still to be made has a name only.
    if (field === 'manager') return typeof value === 'string' ? value : <PersonName id={idIn(value)} />;
    if (field === 'member') return <PersonName id={typeof value === 'string' ? value : null} />;
    return fieldText(t, field, value, products);
  };
  if (wish) return <ins className={styles.to}>{text(to)}</ins>;
  return (
    <>
      <del className={styles.from}>{text(from)}</del>
      <ArrowRight12Regular className={styles.arrow} aria-label={t('value.becomes')} />
      <ins className={styles.to}>{text(to)}</ins>
    </>
  );
}

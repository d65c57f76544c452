// What waits for this object in the outbox, operation by operation.
import { Link, makeStyles } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { hrefOf } from '../app/route';
import { Changes } from './Changes';
import type { PendingField } from '../gen/types';
import { known } from '../i18n/known';
import { StateSign } from './StateSign';

const useStyles = makeStyles({
  one: { marginTop: '16px' },
  head: { display: 'flex', justifyContent: 'space-between', marginBottom: '8px' },
});

export function PendingTab({ pending }: { pending: PendingField[] }) {
  const styles = useStyles();
  const { t } = useTranslation();
  if (pending.length === 0) return <p>{t('pending.none')}</p>;
  const firsts = pending.filter((one, index) => pending.findIndex((other) => other.operationId === one.operationId) === index);
  return firsts.map(({ operationId, operation, state }) => (
    <div key={operationId} className={styles.one}>
      <div className={styles.head}>
        <Link href={hrefOf('outbox', { id: operationId })}>{known('operation', operation)}</Link>
        <StateSign state={state} />
      </div>
      <Changes changes={pending.filter((one) => one.operationId === operationId)} />
    </div>
  ));
}

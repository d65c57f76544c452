// What Kontor has done to this object, step by step, the latest first.
import { useTranslation } from 'react-i18next';
import { useCommand } from '../app/query';
import { useTenant } from '../app/tenant';
import { Failure } from './Failure';
import { Timeline } from './Timeline';

export function HistoryTab({ collection, id }: { collection: string; id: string }) {
  const { t } = useTranslation();
  const tenant = useTenant().id;
  const { data, error } = useCommand('history', { tenant, collection, id });
  const operations = useCommand('outbox', { tenant }).data;
  if (error) return <Failure error={error} />;
  if (!data) return null;
  if (data.length === 0) return <p>{t('journal.noneOfObject')}</p>;
  return (
    <div style={{ marginTop: 12 }}>
      <Timeline steps={data.toReversed()} operations={operations ?? []} />
    </div>
  );
}

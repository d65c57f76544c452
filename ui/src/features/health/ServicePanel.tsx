// One service: its state, and what is wrong with it now.
import { Link, makeStyles, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { type TypedItem, useCommand } from '../../app/query';
import { filterParams, hrefOf } from '../../app/route';
import { useTenant } from '../../app/tenant';
import { AsOf } from '../../components/AsOf';
import { Fact, Facts } from '../../components/Facts';
import { Failure } from '../../components/Failure';
import { Panel } from '../../components/Panel';
import { When } from '../../components/When';
import type { IssueRow } from '../../gen/types';
import { known } from '../../i18n/known';
import { HealthSign } from './HealthSign';

const useStyles = makeStyles({
  heading: { margin: '24px 0 4px', fontSize: tokens.fontSizeBase300, fontWeight: tokens.fontWeightSemibold },
  list: { listStyleType: 'none', margin: 0, padding: 0 },
  one: { padding: '10px 0', borderBottom: `1px solid ${tokens.colorNeutralStroke3}`, overflowWrap: 'anywhere' },
  under: { display: 'flex', flexWrap: 'wrap', columnGap: '12px', color: tokens.colorNeutralForeground3 },
  none: { margin: '4px 0 0', color: tokens.colorNeutralForeground2 },
  foot: { display: 'flex', justifyContent: 'space-between', marginTop: '24px' },
});

interface Props {
  item: TypedItem<'service-health'> | undefined;
  id: string;
  onClose: () => void;
}

export function ServicePanel({ item, id, onClose }: Props) {
  const styles = useStyles();
  const { t } = useTranslation();
  const tenant = useTenant().id;
  const shown = useCommand('show', { tenant, collection: 'service-health', id });
  const here = shown.data?.id === id ? shown.data : undefined;
  const row = item?.row ?? (here?.row as TypedItem<'service-health'>['row'] | undefined);
  const service = row?.service ?? '';
  const open = useCommand('list', { tenant, collection: 'issues', filters: { service: [service], resolved: ['0'] }, order: 'changed', descending: true }, service !== '');
  if (!row) return <Panel title={t('panel.gone')} onClose={onClose}>{shown.error && <Failure error={shown.error} />}</Panel>;
  return (
    <Panel title={row.service ?? row.id} link={here?.link} onClose={onClose}>
      <Facts>
        <Fact name={t('health.status')}>
          <HealthSign status={row.status} />
        </Fact>
      </Facts>
      <h3 className={styles.heading}>{t('health.now')}</h3>
      {open.error && <Failure error={open.error} />}
      {open.data?.items.length === 0 && <p className={styles.none}>{t('health.nothingNow')}</p>}
      {open.data && open.data.items.length > 0 && <ul className={styles.list} aria-label={t('health.now')}>
        {open.data.items.map(({ id: issue, row: raw }) => {
          const one = raw as IssueRow;
          return (
            <li key={issue} className={styles.one}>
              <Link href={hrefOf('issues', { id: issue })}>{one.title ?? one.id}</Link>
              <div className={styles.under}>
                <span>{one.classification && known('classification', one.classification)}</span>
                <span>{one.id}</span>
                <HealthSign status={one.status} />
                <When at={one.lastModifiedDateTime} />
              </div>
            </li>
          );
        })}
      </ul>}
      <div className={styles.foot}>
        <Link href={hrefOf('issues', filterParams({ service: [service] }))}>{t('health.historyOf')}</Link>
        {open.data && <AsOf at={open.data.asOf} />}
      </div>
    </Panel>
  );
}

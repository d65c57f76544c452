// A row for each tenant, each asked for by itself, so that a change in one moves no other.
import { useArrowNavigationGroup } from '@fluentui/react-components';
import { useQueries } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useParams } from '../../app/route';
import { useNarrow } from '../../app/useNarrow';
import { useLate } from '../../components/table/ListState';
import { overview } from '../../gen/commands';
import type { TenantInfo } from '../../gen/types';
import { OverviewHead } from './OverviewHead';
import { OverviewRow } from './OverviewRow';
import { OverviewSum } from './OverviewSum';
import { inOrder } from './order';
import { useOverviewStyles } from './styles';

interface Props {
  tenants: TenantInfo[];
  onTenant: (id: string, href?: string) => void;
}

export function OverviewTable({ tenants, onTenant }: Props) {
  const styles = useOverviewStyles();
  const { t } = useTranslation();
  const [{ order = 'name', descending }, change] = useParams();
  const arrows = useArrowNavigationGroup({ axis: 'grid', memorizeCurrent: true });
  const days = !useNarrow();
  const late = useLate();
  const answers = useQueries({ queries: tenants.map(({ id: tenant }) => ({ queryKey: ['overview', { tenant }], queryFn: () => overview({ tenant }) })) });
  const rows = tenants.map((tenant, index) => ({ tenant, overview: answers[index]?.data, error: answers[index]?.error ?? null }));
  const again = new Map(tenants.map(({ id }, index) => [id, answers[index]?.refetch]));
  const down = descending === '1';
  return (
    <div className={styles.scroller}>
      <table className={styles.table} aria-label={t('screen.allTenants')}>
        <OverviewHead order={order} descending={down} days={days} onSort={(by, falling) => change({ order: by, descending: falling ? '1' : undefined })} />
        <tbody {...arrows}>
          {inOrder(rows, order, down).map((row) => (
            <OverviewRow key={row.tenant.id} row={row} days={days} late={late} onTenant={onTenant} onAgain={() => void again.get(row.tenant.id)?.()} />
          ))}
        </tbody>
        <OverviewSum days={days} count={rows.length} overviews={rows.flatMap((row) => (row.error ? [] : (row.overview ?? [])))} />
      </table>
    </div>
  );
}

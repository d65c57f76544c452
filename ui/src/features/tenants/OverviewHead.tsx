// The header of the overview: groups of figures, and below them each figure, which orders the rows.
import { mergeClasses } from '@fluentui/react-components';
import { ArrowDown12Regular, ArrowUp12Regular } from '@fluentui/react-icons';
import type { ParseKeys } from 'i18next';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { type Figure, SOONEST_AFTER, figures, users } from './figures';
import { useOverviewStyles } from './styles';

interface Props {
  order: string;
  descending: boolean;
  /** Whether there is room for the soonest day. */
  days: boolean;
  onSort: (by: string, descending: boolean) => void;
}

export function OverviewHead({ days, onSort, ...sorted }: Props) {
  const styles = useOverviewStyles();
  const { t } = useTranslation();
  const groups = [...new Set(figures.map((one) => one.group))];
  const ofGroup = (group: ParseKeys) => figures.filter((one) => one.group === group);
  const width = (group: ParseKeys) => ofGroup(group).length + Number(days && ofGroup(group).some((one) => one.id === SOONEST_AFTER));
  const sort = (id: string) => ({ id, sorted, onSort });
  return (
    <>
      <colgroup>
        <col />
        <col className={styles.state} />
        <col className={styles.asOf} />
        <col style={widthOf(users)} />
        {figures.map((one) => (
          <Fragment key={one.id}>
            <col style={widthOf(one)} />
            {days && one.id === SOONEST_AFTER && <col className={styles.day} />}
          </Fragment>
        ))}
      </colgroup>
      <thead className={styles.head}>
        <tr>
          <Sorter {...sort('name')} name="all.tenant" tall />
          <Sorter {...sort('state')} name="all.state" tall />
          <Sorter {...sort('as-of')} name="all.asOf" tall />
          <Sorter {...sort('users')} name={users.name} tall figure />
          {groups.map((group) => (
            <th key={group} scope="colgroup" colSpan={width(group)} className={mergeClasses(styles.headCell, styles.group)}>
              <span className={styles.bracket}>{t(group)}</span>
            </th>
          ))}
        </tr>
        <tr>
          {figures.map((one) => (
            <Fragment key={one.id}>
              <Sorter {...sort(one.id)} name={one.name} group={one.group} figure />
              {days && one.id === SOONEST_AFTER && <Sorter {...sort('soonest')} name="all.soonest" group={one.group} end />}
            </Fragment>
          ))}
        </tr>
      </thead>
    </>
  );
}

/** Its name decides, and what is left over is shared. */
function widthOf({ least }: Pick<Figure, 'least'>) {
  return { width: `clamp(${least}px, 5vw, 84px)` };
}

interface SorterProps {
  id: string;
  name: ParseKeys;
  group?: ParseKeys;
  tall?: boolean;
  /** Of a figure one wants to see where there is most. */
  figure?: boolean;
  end?: boolean;
  sorted: Pick<Props, 'order' | 'descending'>;
  onSort: Props['onSort'];
}

function Sorter({ id, name, group, tall = false, figure = false, end = figure, sorted, onSort }: SorterProps) {
  const styles = useOverviewStyles();
  const { t } = useTranslation();
  const here = sorted.order === id;
  const Arrow = sorted.descending ? ArrowDown12Regular : ArrowUp12Regular;
  return (
    <th
      scope="col"
      rowSpan={tall ? 2 : 1}
      aria-sort={here ? (sorted.descending ? 'descending' : 'ascending') : undefined}
      className={mergeClasses(styles.headCell, styles.lastHead, end && styles.end)}
    >
      <button type="button" className={styles.sort} aria-label={group && `${t(group)} – ${t(name)}`} onClick={() => onSort(id, here ? !sorted.descending : figure)}>
        {t(name)}
        {here && <Arrow aria-hidden className={styles.arrow} />}
      </button>
    </th>
  );
}

// What all tenants come to together, as far as they have answered.
import { mergeClasses } from '@fluentui/react-components';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { When } from '../../components/When';
import type { Overview } from '../../gen/types';
import { number } from '../../i18n/format';
import { SOONEST_AFTER, figures, users } from './figures';
import { soonest } from './order';
import { useOverviewStyles } from './styles';

export function OverviewSum({ days, count, overviews }: { days: boolean; count: number; overviews: Overview[] }) {
  const styles = useOverviewStyles();
  const { t } = useTranslation();
  const cell = mergeClasses(styles.cell, styles.sum);
  const figure = mergeClasses(cell, styles.end);
  // Of those that are known; a dash where none is.
  const sum = (of: (overview: Overview) => number | null) => {
    const counts = overviews.map(of).filter((one) => one !== null);
    return counts.length === 0 ? '–' : number(counts.reduce((sofar, one) => sofar + one, 0));
  };
  const known = overviews.length;
  const next = soonest(overviews);
  return (
    <tfoot className={styles.foot}>
      <tr>
        <th scope="row" colSpan={3} className={cell}>
          {known === count ? t('all.sum', { count }) : t('all.sumOf', { known, count })}
        </th>
        <td className={figure}>{sum(users.of)}</td>
        {figures.map((one) => (
          <Fragment key={one.id}>
            <td className={figure}>{sum(one.of)}</td>
            {days && one.id === SOONEST_AFTER && <td className={figure}>{next && <When at={next} as="date" />}</td>}
          </Fragment>
        ))}
      </tr>
    </tfoot>
  );
}

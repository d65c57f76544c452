// A conflict: what the change was based on, what the server has now, what was wished.
import { Table, TableBody, TableCell, TableHeader, TableHeaderCell, TableRow, makeStyles, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { fieldName, fieldText } from '../../components/fieldText';
import { useProductNames } from '../../components/products';
import type { Conflict } from '../../gen/types';

const useStyles = makeStyles({
  cell: { overflowWrap: 'anywhere', padding: '6px 8px 6px 0' },
  head: { paddingLeft: 0, color: tokens.colorNeutralForeground3 },
  strong: { fontWeight: tokens.fontWeightSemibold },
});

export function ConflictTable({ conflicts }: { conflicts: Conflict[] }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const products = useProductNames();
  return (
    <Table size="small" aria-label={t('conflict.title')}>
      <TableHeader>
        <TableRow>
          <TableHeaderCell className={styles.head}>{t('conflict.field')}</TableHeaderCell>
          <TableHeaderCell className={styles.head}>{t('conflict.base')}</TableHeaderCell>
          <TableHeaderCell className={styles.head}>{t('conflict.theirs')}</TableHeaderCell>
          <TableHeaderCell className={styles.head}>{t('conflict.yours')}</TableHeaderCell>
        </TableRow>
      </TableHeader>
      <TableBody>
        {conflicts.map((one, index) => (
          <TableRow key={index}>
            <TableCell className={styles.cell}>{fieldName(one.field)}</TableCell>
            <TableCell className={styles.cell}>{fieldText(t, one.field, one.base, products)}</TableCell>
            {[one.theirs, one.yours].map((value, place) => (
              <TableCell key={place} className={styles.cell}>
                <span className={styles.strong}>{fieldText(t, one.field, value, products)}</span>
              </TableCell>
            ))}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

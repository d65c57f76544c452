// A conflict: what the change was based on, what the server has now, what was wished; the admin picks.
import { Button, Table, TableBody, TableCell, TableHeader, TableHeaderCell, TableRow, makeStyles } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useTenant } from '../../app/tenant';
import { useFailureToast } from '../../app/toast';
import { fieldName, fieldText } from '../../components/fieldText';
import { useProductNames } from '../../components/products';
import { resolve } from '../../gen/commands';
import type { Keep, OperationView } from '../../gen/types';

const useStyles = makeStyles({ actions: { display: 'flex', columnGap: '8px' }, cell: { overflowWrap: 'anywhere' } });

export function ConflictTable({ operation }: { operation: OperationView }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const tenant = useTenant().id;
  const products = useProductNames();
  const pick = useMutation({ mutationFn: (keep: Keep) => resolve({ tenant, id: operation.id, keep }), onError: useFailureToast() });
  return (
    <>
      <Table size="small" aria-label={t('conflict.title')}>
        <TableHeader>
          <TableRow>
            <TableHeaderCell>{t('conflict.field')}</TableHeaderCell>
            <TableHeaderCell>{t('conflict.base')}</TableHeaderCell>
            <TableHeaderCell>{t('conflict.theirs')}</TableHeaderCell>
            <TableHeaderCell>{t('conflict.yours')}</TableHeaderCell>
          </TableRow>
        </TableHeader>
        <TableBody>
          {operation.conflicts.map((one, index) => (
            <TableRow key={index}>
              <TableCell>{fieldName(one.field)}</TableCell>
              {[one.base, one.theirs, one.yours].map((value, place) => (
                <TableCell key={place} className={styles.cell}>
                  {fieldText(t, one.field, value, products)}
                </TableCell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
      {operation.actions.includes('resolve') && (
        <div className={styles.actions}>
          <Button size="small" appearance="primary" disabled={pick.isPending} onClick={() => pick.mutate('mine')}>
            {t('conflict.keepMine')}
          </Button>
          <Button size="small" disabled={pick.isPending} onClick={() => pick.mutate('theirs')}>
            {t('conflict.keepTheirs')}
          </Button>
        </div>
      )}
    </>
  );
}

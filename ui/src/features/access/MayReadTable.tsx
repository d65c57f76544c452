// What Kontor reads, the permission that each needs, and what Microsoft said when it was last read.
import { Table, TableBody, TableCell, TableHeader, TableHeaderCell, TableRow, makeStyles } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { Sign } from '../../components/Sign';
import type { CollectionStatus, MayRead } from '../../gen/types';
import { known } from '../../i18n/known';

const useStyles = makeStyles({ name: { width: '30%' }, scope: { width: '26%', overflowWrap: 'anywhere' }, cell: { paddingTop: '6px', paddingBottom: '6px', verticalAlign: 'top', overflowWrap: 'anywhere' } });

export function MayReadTable({ reading, collections }: { reading: MayRead[]; collections: CollectionStatus[] }) {
  const styles = useStyles();
  const { t } = useTranslation();
  return (
    <Table size="small" aria-label={t('access.reading')}>
      <TableHeader>
        <TableRow>
          <TableHeaderCell className={styles.name}>{t('access.what')}</TableHeaderCell>
          <TableHeaderCell>{t('access.verdict')}</TableHeaderCell>
          <TableHeaderCell className={styles.scope}>{t('access.permission')}</TableHeaderCell>
        </TableRow>
      </TableHeader>
      <TableBody>
        {reading.map((one) => (
          <TableRow key={one.collection}>
            <TableCell className={styles.cell}>{known('collection', one.collection)}</TableCell>
            <TableCell className={styles.cell}>
              <Read may={one} status={collections.find((status) => status.collection === one.collection)} />
            </TableCell>
            <TableCell className={styles.cell}>{one.scope}</TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function Read({ may, status }: { may: MayRead; status: CollectionStatus | undefined }) {
  const { t } = useTranslation();
  if (status?.error?.code === 'denied') return <Sign tone="blocked">{may.given === false ? t('access.notGiven') : t('access.readDenied')}</Sign>;
  if (status?.complete) return <Sign tone="ok">{t('access.read')}</Sign>;
  return <Sign tone="unknown">{t('access.notRead')}</Sign>;
}

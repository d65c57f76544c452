// Each kind of change, whether it will work, and what is missing if not.
import { Table, TableBody, TableCell, TableHeader, TableHeaderCell, TableRow, makeStyles } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../app/query';
import { RoleName, roleNames } from '../../components/RoleName';
import { Sign, type Tone } from '../../components/Sign';
import type { MayDo, Verdict } from '../../gen/types';
import { known } from '../../i18n/known';

const useStyles = makeStyles({
  name: { width: '28%' },
  verdict: { width: '20%' },
  least: { width: '22%' },
  cell: { paddingTop: '6px', paddingBottom: '6px', verticalAlign: 'top', overflowWrap: 'anywhere' },
});

const tones: Record<Verdict, Tone> = { works: 'ok', 'needs-permission': 'info', 'needs-role': 'blocked', unknown: 'unknown' };

export function MayDoTable({ operations }: { operations: MayDo[] }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const kinds = useCommand('operations', {}).data ?? [];
  return (
    <Table size="small" aria-label={t('access.changes')}>
      <TableHeader>
        <TableRow>
          <TableHeaderCell className={styles.name}>{t('access.change')}</TableHeaderCell>
          <TableHeaderCell className={styles.verdict}>{t('access.verdict')}</TableHeaderCell>
          <TableHeaderCell>{t('access.missing')}</TableHeaderCell>
          <TableHeaderCell className={styles.least}>{t('access.leastRole')}</TableHeaderCell>
        </TableRow>
      </TableHeader>
      <TableBody>
        {operations.map((one) => (
          <TableRow key={one.operation}>
            <TableCell className={styles.cell}>{known('operation', one.operation)}</TableCell>
            <TableCell className={styles.cell}>
              <Sign tone={tones[one.verdict]}>{t(`access.verdicts.${one.verdict}`)}</Sign>
            </TableCell>
            <TableCell className={styles.cell}>{missing(one)}</TableCell>
            <TableCell className={styles.cell}>{<Least role={kinds.find((kind) => kind.name === one.operation)?.leastRole ?? null} />}</TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function Least({ role }: { role: string | null }) {
  const { t } = useTranslation();
  return role === null ? t('access.noneNeeded') : <RoleName role={role} />;
}

/** A role, where one is missing; else a permission. */
function missing({ verdict, missingRoles, missingScope }: MayDo): string {
  if (verdict === 'needs-role') return roleNames(...missingRoles);
  return verdict === 'needs-permission' ? (missingScope ?? '') : '';
}

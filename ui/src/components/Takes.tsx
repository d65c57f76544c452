// What a change takes before it can take effect: a role, somebody's approval; and whom it concerns where that is more than its target.
import { makeStyles, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../app/query';
import type { MayDo } from '../gen/types';
import { roleNames } from './RoleName';

const useStyles = makeStyles({ takes: { margin: 0, color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 } });

interface Props {
  /** The kind of the change. */
  operation: string;
  /** People. None: its target alone. */
  reach: number | null;
  /** Whether the account may do it; none where that was not asked. */
  access: MayDo | null;
  /** Whether it will be held until somebody has approved it. */
  approval?: boolean;
}

export function Takes({ operation, reach, access, approval = false }: Props) {
  const styles = useStyles();
  const { t } = useTranslation();
  const role = useCommand('operations', {}).data?.find((kind) => kind.name === operation)?.leastRole ?? null;
  const said = [reach !== null && t('takes.reach', { count: reach }), role !== null && t(access?.verdict === 'works' ? 'takes.roleHeld' : 'takes.role', { role: roleNames(role) }), approval && t('takes.approval')];
  const text = said.filter((one) => one !== false).join(' ');
  return text === '' ? null : <p className={styles.takes}>{text}</p>;
}

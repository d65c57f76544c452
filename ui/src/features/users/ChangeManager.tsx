// Who somebody's manager is: another person, or nobody.
import { Button, Field, makeStyles } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../app/query';
import { useTenant } from '../../app/tenant';
import { OperationDialog, type Replaced } from '../../components/OperationDialog';
import { PersonPicker } from '../../components/PersonPicker';
import type { UserRow } from '../../gen/types';
import { known } from '../../i18n/known';
import { nameOf } from './columns';

const useStyles = makeStyles({ line: { display: 'flex', columnGap: '8px', alignItems: 'end', '& > :first-child': { flexGrow: 1 } } });

export function ChangeManager({ row, replaces, onClose }: { row: UserRow; replaces?: Replaced; onClose: () => void }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const asked = replaces?.input.managerId as string | null | undefined;
  const [manager, setManager] = useState(asked === undefined ? row.manager : asked);
  const shown = useCommand('show', { tenant: useTenant().id, collection: 'users', id: manager ?? '' }, manager !== null);
  const name = manager === null ? '' : shown.data?.id === manager ? nameOf(shown.data.row as UserRow) : '';
  const same = manager === row.manager && !replaces;
  return (
    <OperationDialog
      title={t('manager.of', { name: nameOf(row) })}
      operation="set-manager"
      id={row.id}
      input={same ? null : { managerId: manager }}
      fields={['managerId']}
      replaces={replaces}
      onClose={onClose}
    >
      {(errorOf) => (
        <div className={styles.line}>
          <Field label={known('field', 'manager')} validationMessage={errorOf('managerId')}>
            <PersonPicker name={name} except={row.id} onChoose={(id) => setManager(id)} />
          </Field>
          <Button disabled={manager === null} onClick={() => setManager(null)}>
            {t('manager.nobody')}
          </Button>
        </div>
      )}
    </OperationDialog>
  );
}

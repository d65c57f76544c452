// Delete a user: what is lost, for how long it can come back, and that nothing happens before it is approved.
import { makeStyles } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { OperationDialog } from '../../components/OperationDialog';
import type { UserRow } from '../../gen/types';
import { list } from '../../i18n/format';
import { nameOf } from './columns';

const useStyles = makeStyles({ lost: { margin: 0, paddingLeft: '20px', '& > li': { marginBottom: '4px' } } });

export function DeleteUser({ row, onClose }: { row: UserRow; onClose: () => void }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const licenses = [...new Set(row.licenses.map((one) => one.name))];
  return (
    <OperationDialog title={t('form.delete', { name: nameOf(row) })} operation="delete-user" id={row.id} input={{}} fields={[]} onClose={onClose}>
      {() => (
        <ul className={styles.lost}>
          <li>{t('form.deleteSignIn', { upn: row.userPrincipalName ?? nameOf(row) })}</li>
          {licenses.length > 0 && <li>{t('form.deleteLicenses', { licenses: list(licenses) })}</li>}
          <li>{t('form.deleteData')}</li>
        </ul>
      )}
    </OperationDialog>
  );
}

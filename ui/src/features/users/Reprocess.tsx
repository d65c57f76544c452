// Let Microsoft try again to give somebody what their groups have.
import { useTranslation } from 'react-i18next';
import { OperationDialog } from '../../components/OperationDialog';

export function Reprocess({ id, name, onClose }: { id: string; name: string; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <OperationDialog title={t('form.reprocess', { name })} operation="reprocess-license-assignment" id={id} input={{}} fields={[]} onClose={onClose}>
      {() => <p style={{ margin: 0 }}>{t('form.reprocessText')}</p>}
    </OperationDialog>
  );
}

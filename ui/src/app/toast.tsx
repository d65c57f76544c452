// Short notes at the corner of the window: what was queued, with the way back.
import { Toast, ToastBody, ToastFooter, ToastTitle, ToastTrigger, Link, useToastController } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { Failure } from '../components/Failure';
import { discard } from '../gen/commands';
import type { Error as Failed, OperationView } from '../gen/types';
import { known } from '../i18n/known';
import { hrefOf } from './route';
import { useTenant } from './tenant';

export const TOASTER = 'kontor';

export function useFailureToast() {
  const { dispatchToast } = useToastController(TOASTER);
  return (error: Failed) =>
    dispatchToast(
      <Toast>
        <ToastTitle>
          <Failure error={error} />
        </ToastTitle>
      </Toast>,
      { intent: 'error', timeout: 15_000 },
    );
}

/** Says that an operation waits, and offers to take it back for as long as the undo hold lasts. */
export function useQueuedToast() {
  const { t } = useTranslation();
  const tenant = useTenant().id;
  const failed = useFailureToast();
  const { dispatchToast } = useToastController(TOASTER);
  return (operation: OperationView) =>
    dispatchToast(
      <Toast>
        <ToastTitle
          action={
            <ToastTrigger>
              <Link onClick={() => void discard({ tenant, id: operation.id }).catch(failed)}>{t('action.undo')}</Link>
            </ToastTrigger>
          }
        >
          {t('toast.queued', { operation: known('operation', operation.operation), name: operation.target.name })}
        </ToastTitle>
        <ToastBody>{t('toast.waits')}</ToastBody>
        <ToastFooter>
          <Link href={hrefOf('outbox', { id: operation.id })}>{t('toast.show')}</Link>
        </ToastFooter>
      </Toast>,
      { intent: 'success', timeout: 30_000 },
    );
}

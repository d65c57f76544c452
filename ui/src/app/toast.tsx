// Short notes at the edge of the window: what could not be done.
import { Toast, ToastTitle, useToastController } from '@fluentui/react-components';
import { Failure } from '../components/Failure';
import type { Error as Failed } from '../gen/types';

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

// Starting and stopping sync. What it does is told by the tenant's status.
import { useMutation } from '@tanstack/react-query';
import { cancelSync, sync } from '../gen/commands';
import { useTenant } from './tenant';

export function useSync() {
  const tenant = useTenant().id;
  const starting = useMutation({ mutationFn: () => sync({ tenant }) });
  const stopping = useMutation({ mutationFn: () => cancelSync({ tenant }) });
  return { start: () => starting.mutate(), cancel: () => stopping.mutate() };
}

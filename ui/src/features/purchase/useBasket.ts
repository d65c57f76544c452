// The basket of a tenant: kept by core, so that it is there again after the window was closed.
import { useMutation } from '@tanstack/react-query';
import { useCommand } from '../../app/query';
import { useTenant } from '../../app/tenant';
import { useFailureToast } from '../../app/toast';
import { orderBasket, setBasket } from '../../gen/commands';
import type { BasketLine } from '../../gen/types';

export function useBasket() {
  const tenant = useTenant().id;
  const kept = useCommand('basket', { tenant });
  const lines = kept.data ?? [];
  const onError = useFailureToast();
  const setting = useMutation({ mutationFn: (lines: BasketLine[]) => setBasket({ tenant, lines }), onError });
  const ordering = useMutation({ mutationFn: () => orderBasket({ tenant }), onError });
  return {
    lines,
    /** Until it is read too: what is set before would take the place of what is in it. */
    busy: kept.data === undefined || kept.isPlaceholderData || setting.isPending || ordering.isPending,
    /** One more of a product. */
    add: (id: string) => setting.mutate(withOneMore(lines, id)),
    /** So many of it; none takes it out. */
    change: (id: string, quantity: number) => setting.mutate(lines.map((one) => (one.id === id ? { ...one, quantity } : one)).filter((one) => one.quantity > 0)),
    order: (onDone: () => void) => ordering.mutate(undefined, { onSuccess: onDone }),
  };
}

export function withOneMore(lines: BasketLine[], id: string): BasketLine[] {
  if (!lines.some((one) => one.id === id)) return [...lines, { id, quantity: 1, name: '' }];
  return lines.map((one) => (one.id === id ? { ...one, quantity: one.quantity + 1 } : one));
}

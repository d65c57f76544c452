// Whom a policy hits, counted while its form is filled in. The queries are those of the window's cache: a sync counts anew.
import { useEffect, useState } from 'react';
import { useCommand } from '../../app/query';
import { useTenant } from '../../app/tenant';
import type { Error as Failed, PolicyDraft, PolicyPreview } from '../../gen/types';

const PAUSE = 250;

export interface Counted {
  preview: PolicyPreview | undefined;
  failed: Failed | null;
  /** The answer is still out. */
  counting: boolean;
}

/** None while nothing is asked for. */
export function usePolicyPreview(wish: Omit<PolicyDraft, 'tenant'> | null): Counted {
  const tenant = useTenant().id;
  const text = wish === null ? null : JSON.stringify(wish);
  const [asked, setAsked] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text), PAUSE);
    return () => clearTimeout(timer);
  }, [text]);
  const current = asked ?? '{"input":{}}';
  const { data, error, isPlaceholderData, isPending } = useCommand('previewPolicy', { tenant, ...(JSON.parse(current) as Omit<PolicyDraft, 'tenant'>) }, asked !== null);
  if (text === null) return { preview: undefined, failed: null, counting: false };
  return { preview: asked === null ? undefined : data, failed: asked === text ? error : null, counting: asked !== text || isPlaceholderData || (isPending && error === null) };
}

// Where a password stands against the clock.
import type { Expiry } from '../../gen/types';

export type Phase = 'ended' | 'notice' | 'later';

export const tones = { ended: 'danger', notice: 'warning', later: 'ok' } as const;

/** None when there is no date to stand against. */
export function phase(expiry: Pick<Expiry, 'at' | 'noticeFrom'>, now: number): Phase | null {
  if (expiry.at === null) return null;
  if (new Date(expiry.at).valueOf() <= now) return 'ended';
  return expiry.noticeFrom !== null && new Date(expiry.noticeFrom).valueOf() <= now ? 'notice' : 'later';
}

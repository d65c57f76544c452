// What happens to a subscription on its next date, as far as Microsoft tells.
import { Sign, type Tone } from '../../components/Sign';
import type { Renewal } from '../../gen/types';
import { i18next } from '../../i18n/i18n';

type What = 'renews' | 'ends' | 'either' | 'trialEnds' | 'suspended' | 'deleted';

const tones: Record<What, Tone> = { renews: 'ok', ends: 'warning', either: 'unknown', trialEnds: 'warning', suspended: 'danger', deleted: 'danger' };

function what({ status, autoRenew, isTrial }: Renewal): What {
  if (status?.toLowerCase() === 'warning') return 'suspended';
  if (status?.toLowerCase() === 'suspended' || status?.toLowerCase() === 'lockedout') return 'deleted';
  if (isTrial === true && autoRenew !== 'on') return 'trialEnds';
  return autoRenew === 'on' ? 'renews' : autoRenew === 'off' ? 'ends' : 'either';
}

export function happens(row: Renewal): string {
  return i18next.t(`renewal.happens.${what(row)}`);
}

export function Happens({ row }: { row: Renewal }) {
  return <Sign tone={tones[what(row)]}>{happens(row)}</Sign>;
}

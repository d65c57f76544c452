// How the state of a bill looks.
import type { Tone } from '../../components/Sign';

export const tones: Record<string, Tone> = { Due: 'info', OverDue: 'danger', Paid: 'ok', Void: 'off', Locked: 'wait' };

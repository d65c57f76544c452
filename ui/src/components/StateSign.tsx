// Where an operation stands.
import { useTranslation } from 'react-i18next';
import { Sign, type Tone } from './Sign';
import type { State } from '../gen/types';

const tones: Record<State, Tone> = {
  queued: 'wait',
  sending: 'wait',
  unknown: 'unknown',
  waiting: 'wait',
  held: 'warning',
  conflict: 'warning',
  guided: 'info',
  done: 'ok',
  failed: 'danger',
  discarded: 'off',
  replaced: 'off',
};

export function StateSign({ state }: { state: State }) {
  const { t } = useTranslation();
  return <Sign tone={tones[state]}>{t(`state.${state}.name`)}</Sign>;
}

// How a state of service health stands out. One that Microsoft adds later is told as it came.
import type { Tone } from '../../components/Sign';

const tones: Record<string, Tone> = {
  serviceOperational: 'ok',
  serviceRestored: 'ok',
  resolved: 'ok',
  resolvedExternal: 'ok',
  falsePositive: 'ok',
  postIncidentReviewPublished: 'ok',
  mitigated: 'ok',
  mitigatedExternal: 'ok',
  restoringService: 'wait',
  verifyingService: 'wait',
  extendedRecovery: 'wait',
  investigating: 'warning',
  confirmed: 'warning',
  reported: 'warning',
  serviceDegradation: 'warning',
  serviceInterruption: 'danger',
  investigationSuspended: 'off',
};

export const toneOf = (status: string): Tone => tones[status] ?? 'unknown';

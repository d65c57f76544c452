// The state of a service or of an issue.
import { Sign } from '../../components/Sign';
import { known } from '../../i18n/known';
import { toneOf } from './status';

export function HealthSign({ status }: { status: string | null }) {
  return status === null ? <>–</> : <Sign tone={toneOf(status)}>{known('healthStatus', status)}</Sign>;
}

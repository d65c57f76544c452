// The state of a service or of an issue.
import { useTranslation } from 'react-i18next';
import { Sign } from '../../components/Sign';
import { known } from '../../i18n/known';
import { toneOf } from './status';

export function HealthSign({ status }: { status: string | null }) {
  const { t } = useTranslation();
  if (status === null) return <Sign tone="unknown">{t('value.unknown')}</Sign>;
  return <Sign tone={toneOf(status)}>{known('healthStatus', status)}</Sign>;
}

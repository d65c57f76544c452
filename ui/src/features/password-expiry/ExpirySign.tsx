// When a password ends, in a word: relative with the exact date on hover, or why there is no date.
import { useTranslation } from 'react-i18next';
import { useNow } from '../../components/now';
import { Sign } from '../../components/Sign';
import { When } from '../../components/When';
import type { Expiry } from '../../gen/types';
import { phase, tones } from './phase';

export function ExpirySign({ expiry }: { expiry: Expiry }) {
  const { t } = useTranslation();
  const now = useNow();
  const when = phase(expiry, now);
  if (expiry.at !== null && when !== null) {
    return (
      <Sign tone={tones[when]}>
        <When at={expiry.at} />
      </Sign>
    );
  }
  return (
    <span title={t(`expiry.reason.${expiry.reason}`, { days: expiry.days ?? 0 })}>
      <Sign tone={expiry.status === 'unknown' ? 'unknown' : 'off'}>{t(`expiry.status.${expiry.status}`)}</Sign>
    </span>
  );
}

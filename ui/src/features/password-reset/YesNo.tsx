// A yes, a no, or that it is not known.
import { useCollectionStatus } from '../../app/tenant';
import { Sign, type Tone } from '../../components/Sign';
import { i18next } from '../../i18n/i18n';
import { notReported } from './notRead';

export function yesNo(value: boolean | null): string {
  return i18next.t(value === null ? 'value.unknown' : value ? 'value.yes' : 'value.no');
}

export function YesNo({ value, no }: { value: boolean | null; no: Tone }) {
  return <Sign tone={value === null ? 'unknown' : value ? 'ok' : no}>{yesNo(value)}</Sign>;
}

/** The report's word in a list of users, with the reason where there is none. */
export function Reported({ value, no }: { value: boolean | null; no: Tone }) {
  const status = useCollectionStatus('registration-details');
  return (
    <span title={value === null ? notReported(status) : undefined}>
      <YesNo value={value} no={no} />
    </span>
  );
}

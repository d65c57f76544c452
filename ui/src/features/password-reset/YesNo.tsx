// A yes, a no, or that it is not known.
import { Sign, type Tone } from '../../components/Sign';
import { i18next } from '../../i18n/i18n';

export function yesNo(value: boolean | null): string {
  return i18next.t(value === null ? 'value.unknown' : value ? 'value.yes' : 'value.no');
}

export function YesNo({ value, no }: { value: boolean | null; no: Tone }) {
  return <Sign tone={value === null ? 'unknown' : value ? 'ok' : no}>{yesNo(value)}</Sign>;
}

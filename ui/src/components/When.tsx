// A moment: relative or as a date in the text, exact on hover.
import { useTranslation } from 'react-i18next';
import { clock, date, day, exact, relative } from '../i18n/format';
import { nowAtLeast, useNow } from './now';

interface Props {
  at: string | null;
  as?: 'relative' | 'date' | 'day' | 'clock';
}

export function When({ at, as = 'relative' }: Props) {
  const now = useNow();
  useTranslation();
  if (at === null) return <>–</>;
  const texts = { relative: () => relative(at, nowAtLeast(now, at)), date: () => date(at), day: () => day(at), clock: () => clock(at) };
  return (
    <time dateTime={at} title={as === 'day' ? day(at) : exact(at)}>
      {texts[as]()}
    </time>
  );
}

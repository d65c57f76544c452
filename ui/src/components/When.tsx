// A moment: relative or as a date in the text, exact on hover.
import { useTranslation } from 'react-i18next';
import { date, day, exact, relative } from '../i18n/format';
import { nowAtLeast, useNow } from './now';

interface Props {
  at: string | null;
  as?: 'relative' | 'date' | 'day';
}

export function When({ at, as = 'relative' }: Props) {
  const now = useNow();
  useTranslation();
  if (at === null) return <>–</>;
  const text = as === 'relative' ? relative(at, nowAtLeast(now, at)) : as === 'day' ? day(at) : date(at);
  return (
    <time dateTime={at} title={as === 'day' ? day(at) : exact(at)}>
      {text}
    </time>
  );
}

// The search of a list: it narrows the list while one types.
import { SearchBox } from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

interface Props {
  value: string;
  onChange: (text: string) => void;
}

export function Search({ value, onChange }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState({ text: value, of: value });
  // A search that came from elsewhere (the top bar, going back) replaces what stands here.
  const text = typed.of === value ? typed.text : value;
  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => onChange(text), 120);
    return () => clearTimeout(timer);
  }, [text, value, onChange]);
  return (
    <SearchBox
      size="small"
      data-search="list"
      aria-label={t('table.search')}
      placeholder={t('table.search')}
      value={text}
      onChange={(_, data) => setTyped({ text: data.value, of: value })}
      style={{ width: 200 }}
    />
  );
}

// The search of a screen: it narrows what the screen shows while one types.
import { SearchBox } from '@fluentui/react-components';
import { useEffect, useState } from 'react';

interface Props {
  label: string;
  width: number;
  value: string;
  onChange: (text: string) => void;
}

export function Search({ label, width, value, onChange }: Props) {
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
      aria-label={label}
      placeholder={label}
      value={text}
      onChange={(_, data) => setTyped({ text: data.value, of: value })}
      style={{ width }}
    />
  );
}

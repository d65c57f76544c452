// What the window is called while something stands in it.
import { useEffect } from 'react';

export function useTitle(...parts: string[]): void {
  const title = [...parts, 'Kontor'].join(' – ');
  useEffect(() => {
    document.title = title;
  }, [title]);
}

// Whether the window is narrow: then what matters less gives way.
import { useSyncExternalStore } from 'react';

const narrow = window.matchMedia('(max-width: 1150px)');

function subscribe(heard: () => void): () => void {
  narrow.addEventListener('change', heard);
  return () => narrow.removeEventListener('change', heard);
}

export function useNarrow(): boolean {
  return useSyncExternalStore(subscribe, () => narrow.matches);
}

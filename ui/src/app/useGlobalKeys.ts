// Keys that work everywhere in the window.
import { useEffect, useRef } from 'react';

interface Actions {
  palette: () => void;
  help: () => void;
  sync: () => void;
}

export function useGlobalKeys(actions: Actions): void {
  const latest = useRef(actions);
  useEffect(() => {
    latest.current = actions;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const action = actionOf(event);
      if (action === undefined) return;
      event.preventDefault();
      if (action === 'search') focusSearch();
      else latest.current[action]();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}

function actionOf(event: KeyboardEvent): keyof Actions | 'search' | undefined {
  const command = event.ctrlKey || event.metaKey;
  const key = event.key.toLowerCase();
  if (key === 'f5' || (command && key === 'r')) return 'sync';
  if (command && key === 'k') return 'palette';
  if (event.altKey && event.code === 'KeyS') return 'search';
  if (command || event.altKey || isTyping(event.target)) return undefined;
  if (key === '/') return 'search';
  return key === '?' ? 'help' : undefined;
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.matches('input, textarea, select') || target.isContentEditable);
}

/** The search of the list on the screen, or the one in the top bar. */
function focusSearch(): void {
  const field = document.querySelector<HTMLElement>('input[data-search=list]') ?? document.querySelector<HTMLElement>('input[data-search=all]');
  field?.focus();
}

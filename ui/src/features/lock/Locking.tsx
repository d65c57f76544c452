// The window, or the lock screen in its place: while Kontor is locked nothing else is drawn.
import { type ReactNode, useEffect, useState } from 'react';
import { queryClient } from '../../app/query';
import { useFailureToast } from '../../app/toast';
import { lock } from '../../gen/commands';
import type { AppState, Error as Failed } from '../../gen/types';
import { LockDialog } from './LockDialog';
import { LockScreen } from './LockScreen';
import { LocksSoon } from './LocksSoon';
import { useIdle } from './useIdle';
import { LockContext } from './useLock';

interface Props {
  state: AppState;
  children: ReactNode;
}

export function Locking({ state, children }: Props) {
  return state.locked ? <LockScreen full={state.lock?.full === true} /> : <Unlocked state={state}>{children}</Unlocked>;
}

function Unlocked({ state: { lock: settings }, children }: Props) {
  const [setting, setSetting] = useState(false);
  const failed = useFailureToast();
  const now = () => {
    if (settings === null) setSetting(true);
    else void lockNow().catch((cause: unknown) => failed(cause as Failed));
  };
  const left = useIdle(settings?.afterMinutes ?? null, now);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || !event.shiftKey || event.key.toLowerCase() !== 'l') return;
      event.preventDefault();
      now();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });
  return (
    <LockContext.Provider value={{ now, set: () => setSetting(true) }}>
      {children}
      {left !== null && <LocksSoon seconds={left} />}
      {setting && <LockDialog settings={settings} onClose={() => setSetting(false)} />}
    </LockContext.Provider>
  );
}

async function lockNow(): Promise<void> {
  await lock();
  await queryClient.invalidateQueries({ queryKey: ['state'] });
}

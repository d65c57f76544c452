// The time for "3 minutes ago": one clock for the whole window, which ticks every half minute.
import { useSyncExternalStore } from 'react';

let now = Date.now();
const hearers = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(heard: () => void): () => void {
  hearers.add(heard);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const hearer of hearers) hearer();
  }, 30_000);
  return () => {
    hearers.delete(heard);
    if (hearers.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now);
}

/** For what has just happened: an answer that is newer than the last tick must not lie in the future. */
export function nowAtLeast(now: number, text: string): number {
  const time = new Date(text).valueOf();
  return time > now && time - now < 60_000 ? time : now;
}

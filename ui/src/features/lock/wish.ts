// What a person gives to set the lock, and what core is asked for then.
import type { LockSettings, SetLock } from '../../gen/types';

export interface Wish {
  /** Empty: the one in force stays. */
  passphrase: string;
  again: string;
  /** The one in force, where there is one. */
  current: string;
  /** Minutes as text; empty: it never locks by itself. */
  after: string;
  full: boolean;
}

const choices = [1, 5, 15, 30, 60];

/** Minutes to choose from, with those that are set already. */
export function minutesOf(settings: LockSettings | null): number[] {
  const set = settings?.afterMinutes ?? null;
  return set === null || choices.includes(set) ? choices : [...choices, set].sort((left, right) => left - right);
}

export function firstWish(settings: LockSettings | null): Wish {
  const after = settings === null ? '15' : (settings.afterMinutes?.toString() ?? '');
  return { passphrase: '', again: '', current: '', after, full: settings?.full ?? false };
}

export const SHORTEST = 6;

export function isTooShort({ passphrase }: Wish): boolean {
  return passphrase !== '' && [...passphrase].length < SHORTEST;
}

export function isComplete(wish: Wish, settings: LockSettings | null): boolean {
  return wish.passphrase === wish.again && !isTooShort(wish) && (settings === null ? wish.passphrase : wish.current) !== '';
}

/** `on`: whether it locks at all from now on. */
export function asked({ passphrase, current, after, full }: Wish, on: boolean): SetLock {
  return {
    lock: on ? { afterMinutes: after === '' ? null : Number(after), full } : null,
    ...(on && passphrase !== '' ? { passphrase } : {}),
    ...(current === '' ? {} : { current }),
  };
}

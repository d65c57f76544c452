// The only place that knows where the host is: the desktop shell, or the development host behind a plain browser.
import type { Error as Failure } from '../gen/types';
import * as browser from './browser';
import * as desktop from './desktop';

/** What changed, as the core announces it after each commit. No tenant: it concerns the program itself. */
export interface Changed {
  tenant: string | null;
  tags: string[];
}

const host = '__TAURI_INTERNALS__' in window ? desktop : browser;

/** Runs one command. Rejects with a typed error, whatever went wrong. */
export async function call<Output>(name: string, input: unknown): Promise<Output> {
  try {
    return (await host.call(name, input)) as Output;
  } catch (cause) {
    throw asFailure(cause);
  }
}

/** Calls back after every change; `null` stands for "anything may have changed" (the connection to the host was lost). */
export function onChanged(heard: (changed: Changed | null) => void): () => void {
  return host.onChanged(heard);
}

/** Gives a file to the person. Answers where it stands, where the host knows: a browser has a place of its own for it. */
export async function saveFile(name: string, content: string | Uint8Array<ArrayBuffer>): Promise<string | null> {
  try {
    return await host.saveFile(name, content);
  } catch (cause) {
    throw asFailure(cause);
  }
}

function asFailure(cause: unknown): Failure {
  if (typeof cause === 'object' && cause !== null && 'code' in cause && 'message' in cause) return cause as Failure;
  return { code: 'internal', message: cause instanceof Error ? cause.message : String(cause) };
}

// Inside the desktop shell: one Tauri command that takes the name and the input of ours, and one that saves a file.
import { invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import type { Changed } from '.';

export function call(name: string, input: unknown): Promise<unknown> {
  return invoke('call', { name, input });
}

export function saveFile(name: string, content: string | Uint8Array): Promise<string> {
  return invoke('save_file', { name, content: typeof content === 'string' ? content : Array.from(content) });
}

export function onChanged(heard: (changed: Changed | null) => void): () => void {
  const unlisten = listen<Changed>('changed', (event) => heard(event.payload));
  // What changed before the ear was there is asked for again.
  void unlisten.then(() => heard(null));
  return () => void unlisten.then((stop) => stop());
}

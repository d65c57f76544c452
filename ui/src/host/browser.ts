// In a plain browser: the development host, over loopback HTTP and server-sent events.
import type { Changed } from '.';

export async function call(name: string, input: unknown): Promise<unknown> {
  const response = await fetch(`/call/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(input),
  });
  const answer: unknown = await response.json();
  if (!response.ok) throw answer;
  return answer;
}

/** As a download: the browser says itself where it goes. */
export function saveFile(name: string, content: string | Uint8Array<ArrayBuffer>): Promise<null> {
  const type = typeof content === 'string' ? 'application/json' : 'application/octet-stream';
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
  return Promise.resolve(null);
}

export function onChanged(heard: (changed: Changed | null) => void): () => void {
  const events = new EventSource('/events');
  events.onmessage = (event: MessageEvent<string>) => heard(JSON.parse(event.data) as Changed);
  // Whatever was announced before the stream stood, or while it was down, is lost.
  events.onopen = () => heard(null);
  return () => events.close();
}

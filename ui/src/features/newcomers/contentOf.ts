// What stands in a file that was chosen, as a command takes it.
import type { Error as Failed } from '../../gen/types';

/** As core has it: what is larger is not read at all. */
const MOST_MEGABYTES = 5;

/** In base64, byte for byte: which letters they are, core finds out. */
export async function contentOf(file: File): Promise<string> {
  const refuse = (message: string): Failed => ({ code: 'invalid', message, field: 'file' });
  if (file.size > MOST_MEGABYTES * 1_000_000) throw refuse(`The file is larger than ${MOST_MEGABYTES} MB. Take it in parts.`);
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,?/, ''));
    reader.onerror = () => reject(refuse('The file did not arrive whole. Choose it again.') as unknown as Error);
    reader.readAsDataURL(file);
  });
}

// What an operation would do, asked while the form is filled in. Nothing of it is cached: an input may hold a password.
import { useEffect, useState } from 'react';
import { preview } from '../gen/commands';
import type { Draft, Error as Failed, Preview } from '../gen/types';

const PAUSE = 200;

/** The preview of a draft; none while there is nothing to preview or the answer is still out. */
export function usePreview(draft: Draft | null) {
  const text = draft === null ? null : JSON.stringify(draft);
  const [turn, setTurn] = useState(0);
  const [answer, setAnswer] = useState<{ of: string; preview?: Preview; failed?: Failed } | null>(null);
  useEffect(() => {
    if (text === null) return;
    let latest = true;
    const timer = setTimeout(() => {
      preview(JSON.parse(text) as Draft).then(
        (found) => latest && setAnswer({ of: text, preview: found }),
        (failed: Failed) => latest && setAnswer({ of: text, failed }),
      );
    }, PAUSE);
    return () => {
      latest = false;
      clearTimeout(timer);
    };
  }, [text, turn]);
  const current = text !== null && answer?.of === text;
  return {
    /** The last answer, so that the form does not jump while one types. */
    preview: text === null ? undefined : answer?.preview,
    failed: text === null ? undefined : answer?.failed,
    current,
    /** Asks once more: what the answer stands on has changed. */
    again: () => setTurn((before) => before + 1),
  };
}

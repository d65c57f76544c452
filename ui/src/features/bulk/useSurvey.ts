// What a wish for many would do, asked while the form is filled in.
import { useEffect, useState } from 'react';
import type { Error as Failed, Survey } from '../../gen/types';

const PAUSE = 200;

/** `wish` is what is asked for, in a text; none while there is nothing to ask for. */
export function useSurvey(wish: string | null, ask: (wish: string) => Promise<Survey>) {
  const [answer, setAnswer] = useState<{ of: string; survey?: Survey; failed?: Failed } | null>(null);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    if (wish === null) return;
    let latest = true;
    const timer = setTimeout(() => {
      ask(wish).then(
        (survey) => latest && setAnswer({ of: wish, survey }),
        (failed: Failed) => latest && setAnswer({ of: wish, failed }),
      );
    }, PAUSE);
    return () => {
      latest = false;
      clearTimeout(timer);
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the wish says all that is asked for
  }, [wish, turn]);
  const current = wish !== null && answer?.of === wish;
  return {
    survey: current ? answer.survey : undefined,
    failed: current ? answer.failed : undefined,
    /** Looks again: what was shown is not so any more. */
    again: () => {
      setAnswer(null);
      setTurn(turn + 1);
    },
  };
}

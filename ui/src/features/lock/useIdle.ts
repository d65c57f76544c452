// Tells when nobody has used the window for a while, and shortly before.
import { useEffect, useRef, useState } from 'react';

const LOOK_EACH = 1_000;
/** Seconds before the end from which the rest is told. */
const NEAR = 30;
const uses = ['pointerdown', 'pointermove', 'wheel', 'keydown'] as const;

/**
 * By the clock of the wall: a machine that slept is idle when it wakes. `minutes`: none for never. Gives the seconds that are
 * left, once they are few.
 */
export function useIdle(minutes: number | null, onIdle: () => void): number | null {
  const [left, setLeft] = useState<number | null>(null);
  const latest = useRef(onIdle);
  useEffect(() => {
    latest.current = onIdle;
  });
  useEffect(() => {
    if (minutes === null) return;
    let last = Date.now();
    const look = () => {
      const rest = Math.ceil((last + minutes * 60_000 - Date.now()) / 1_000);
      setLeft(rest > 0 && rest <= NEAR ? rest : null);
      if (rest > 0) return;
      last = Date.now();
      latest.current();
    };
    const used = (event: Event) => {
      // A window that changes under a pointer at rest is not used.
      if (event instanceof PointerEvent && event.type === 'pointermove' && event.movementX === 0 && event.movementY === 0) return;
      // Whoever wakes the machine is not the one who left it.
      look();
      last = Date.now();
      setLeft(null);
    };
    const timer = setInterval(look, LOOK_EACH);
    for (const name of uses) window.addEventListener(name, used, { capture: true, passive: true });
    return () => {
      clearInterval(timer);
      for (const name of uses) window.removeEventListener(name, used, { capture: true });
      setLeft(null);
    };
  }, [minutes]);
  return left;
}

// What opened a dialog has the focus again when the dialog is gone.
import { useEffect, useState } from 'react';

export function useReturnFocus(): void {
  const [opener] = useState(openerOf);
  useEffect(
    () => () => {
      // Once the dialog is out of the document: unless something else has taken the focus, nothing has it then.
      requestAnimationFrame(() => {
        if (document.activeElement === document.body && opener instanceof HTMLElement) opener.focus();
      });
    },
    [opener],
  );
}

/** An item of a menu goes with its menu: the button of the menu is what stays. */
function openerOf(): Element | null {
  const active = document.activeElement;
  const button = active?.closest('[role=menu]')?.getAttribute('aria-labelledby');
  return button ? document.getElementById(button) : active;
}

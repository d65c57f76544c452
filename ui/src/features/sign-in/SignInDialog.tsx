// The frame of every sign-in: a title, the form or the wait, and the way out. A click beside it, on the way back from the browser, ends nothing.
import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, makeStyles } from '@fluentui/react-components';
import { type ReactNode, useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useReturnFocus } from '../../components/useReturnFocus';
import { Waiting } from './Waiting';

const useStyles = makeStyles({
  // What may shrink is cut to nothing where the content scrolls: the button of the fold was.
  content: { display: 'flex', flexDirection: 'column', rowGap: '14px', overflowX: 'hidden', '& > *': { flexShrink: 0 } },
  button: { whiteSpace: 'nowrap' },
});

interface Props {
  title: string;
  waiting: boolean;
  /** Ends the sign-in that is waited for. */
  onStop: () => void;
  onClose: () => void;
  /** What the button that begins says, and whether it can. */
  begin: string;
  ready: boolean;
  onBegin: () => void;
  children: ReactNode;
}

export function SignInDialog({ title, waiting, onStop, onClose, begin, ready, onBegin, children }: Props) {
  const styles = useStyles();
  const { t } = useTranslation();
  useReturnFocus();
  const stop = useRef<HTMLButtonElement>(null);
  const submit = useRef<HTMLButtonElement>(null);
  const waited = useRef(waiting);
  // The button that had the focus is gone: the one that stands in its place takes it, before another key is heard.
  useLayoutEffect(() => {
    if (waited.current !== waiting) (waiting ? stop : submit).current?.focus();
    waited.current = waiting;
  }, [waiting]);
  const leave = waiting ? onStop : onClose;
  return (
    <Dialog open onOpenChange={(_, data) => data.type !== 'backdropClick' && !data.open && leave()}>
      <DialogSurface style={{ maxWidth: 560 }}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            // It may stand over a form, which would take this for its own.
            event.stopPropagation();
            if (ready && !waiting) onBegin();
          }}
        >
          <DialogBody>
            <DialogTitle>{title}</DialogTitle>
            <DialogContent className={styles.content}>{waiting ? <Waiting /> : children}</DialogContent>
            <DialogActions>
              {waiting ? (
                <Button ref={stop} className={styles.button} onClick={onStop}>
                  {t('signIn.stop')}
                </Button>
              ) : (
                <>
                  <Button onClick={onClose}>{t('action.cancel')}</Button>
                  <Button ref={submit} className={styles.button} appearance="primary" type="submit" disabled={!ready}>
                    {begin}
                  </Button>
                </>
              )}
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
}

// One wish for many: the form, what it would do to whom, and the one step that queues it all.
import {
  Button,
  Checkbox,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  MessageBar,
  MessageBarBody,
  ProgressBar,
  Spinner,
  makeStyles,
} from '@fluentui/react-components';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../app/query';
import { useTenant } from '../../app/tenant';
import { Failure } from '../../components/Failure';
import { useReturnFocus } from '../../components/useReturnFocus';
import { cancelWork } from '../../gen/commands';
import type { Error as Failed, Survey } from '../../gen/types';
import { SurveyView } from './SurveyView';
import { useSurvey } from './useSurvey';
import { type What, words } from './words';

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', rowGap: '14px', overflowX: 'hidden' },
  work: { display: 'flex', flexDirection: 'column', rowGap: '6px' },
  submit: { whiteSpace: 'nowrap' },
});

/** What is asked for; the rest of the wish is the caller's. */
export interface Ways {
  evenIfRefused: boolean;
  expected?: number;
}

interface Props<W> {
  title: string;
  /** None while there is nothing to do. */
  wish: W | null;
  look: (wish: W & Ways) => Promise<Survey>;
  queue: (wish: W & Ways) => Promise<unknown>;
  what?: What;
  onQueued: () => void;
  onClose: () => void;
  children?: ReactNode;
}

export function BulkDialog<W extends object>({ title, wish, look, queue, what = 'changes', onQueued, onClose, children }: Props<W>) {
  const styles = useStyles();
  const { t } = useTranslation();
  const tenant = useTenant().id;
  useReturnFocus();
  const [evenIfRefused, setEven] = useState(false);
  const [refused, setRefused] = useState<Failed | null>(null);
  const [busy, setBusy] = useState(false);
  const asked = wish && JSON.stringify({ ...wish, evenIfRefused });
  const { survey, failed, again } = useSurvey(asked, (text) => look(JSON.parse(text) as W & Ways));
  const work = useCommand('work', { tenant }).data;
  const looking = asked !== null && survey === undefined && failed === undefined;
  const mayBeRefused = evenIfRefused || survey?.groups.some((group) => group.leftOut && group.why.kind !== 'error');

  async function submit() {
    if (!wish || !survey || busy) return;
    setBusy(true);
    setRefused(null);
    try {
      await queue({ ...wish, evenIfRefused, expected: survey.goes });
      onQueued();
    } catch (cause) {
      setRefused(cause as Failed);
      setBusy(false);
      again();
    }
  }

  function close() {
    if (busy || looking) void cancelWork({ tenant });
    if (!busy) onClose();
  }

  return (
    <Dialog open onOpenChange={(_, data) => !data.open && close()}>
      <DialogSurface style={{ maxWidth: 600 }}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void submit();
          }}
        >
          <DialogBody>
            <DialogTitle>{title}</DialogTitle>
            <DialogContent className={styles.content}>
              {children}
              {survey && <SurveyView survey={survey} what={what} />}
              {mayBeRefused && <Checkbox label={t('bulk.evenIfRefused')} checked={evenIfRefused} onChange={(_, data) => setEven(data.checked === true)} />}
              {(looking || busy) && (
                <div className={styles.work} role="status">
                  {work ? (
                    <>
                      <ProgressBar max={work.total ?? undefined} value={work.total === null ? undefined : work.done} />
                      {t('bulk.work', { done: work.done, total: work.total ?? work.done })}
                    </>
                  ) : (
                    <Spinner size="tiny" labelPosition="after" label={t(busy ? 'bulk.queueing' : 'bulk.looking')} />
                  )}
                </div>
              )}
              {[failed, refused].map(
                (error, index) =>
                  error && (
                    <MessageBar key={index} intent="error" layout="multiline">
                      <MessageBarBody>
                        <Failure error={error} />
                      </MessageBarBody>
                    </MessageBar>
                  ),
              )}
            </DialogContent>
            <DialogActions>
              <Button onClick={close}>{t('action.cancel')}</Button>
              <Button className={styles.submit} appearance="primary" type="submit" disabled={busy || !survey || survey.goes === 0}>
                {survey && survey.goes > 0 ? t(words[what].queue, { count: survey.goes }) : t('form.queue')}
              </Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
}

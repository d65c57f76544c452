// The form of an operation: its fields, what it will do field by field, and the button that puts it in the outbox.
import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  MessageBar,
  MessageBarBody,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useTenant } from '../app/tenant';
import { AccessNote } from './AccessNote';
import { Changes } from './Changes';
import { Failure } from './Failure';
import { Takes } from './Takes';
import { useReturnFocus } from './useReturnFocus';
import { queue } from '../gen/commands';
import type { Draft, Error as Failed, OperationView } from '../gen/types';
import { detailOf } from './detail';
import { usePreview } from './usePreview';

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', rowGap: '14px', overflowX: 'hidden' },
  what: { padding: '12px 14px', borderRadius: tokens.borderRadiusMedium, backgroundColor: tokens.colorNeutralBackground3 },
  heading: { margin: '0 0 8px', fontSize: tokens.fontSizeBase200, fontWeight: tokens.fontWeightSemibold, color: tokens.colorNeutralForeground2 },
  submit: { whiteSpace: 'nowrap' },
  quiet: { color: tokens.colorNeutralForeground3 },
});

/** The operation whose place another one takes, for a form that starts from it. */
export type Replaced = Pick<OperationView, 'id' | 'input' | 'changes'>;

interface Props {
  title: string;
  operation: string;
  id: string;
  /** None while there is nothing to do. */
  input: Draft['input'] | null;
  /** Fields that show their own errors; the others are shown below the form. */
  fields: readonly string[];
  replaces?: Replaced | undefined;
  /** How it is queued, where more than the operation goes with it. */
  submit?: ((draft: Draft) => Promise<unknown>) | undefined;
  onClose: () => void;
  children: (errorOf: (field: string) => string | undefined) => ReactNode;
}

export function OperationDialog({ title, operation, id, input, fields, replaces, submit: put = queue, onClose, children }: Props) {
  const styles = useStyles();
  const { t } = useTranslation();
  const tenant = useTenant().id;
  useReturnFocus();
  const draft = input && { tenant, operation, id, input, ...(replaces ? { replaces: replaces.id } : {}) };
  const { preview, failed, current, again } = usePreview(draft);
  const [refused, setRefused] = useState<Failed | null>(null);
  const [busy, setBusy] = useState(false);
  const errors = preview?.errors ?? [];
  const others = errors.filter((one) => one.field === undefined || !fields.includes(one.field));
  const ready = draft !== null && current && preview !== undefined && errors.length === 0 && preview.changes.length > 0;

  async function submit() {
    if (!draft || !ready || busy) return;
    setBusy(true);
    try {
      await put(draft);
      onClose();
    } catch (cause) {
      setRefused(cause as Failed);
      setBusy(false);
    }
  }

  return (
    <Dialog open onOpenChange={(_, data) => !data.open && onClose()}>
      <DialogSurface style={{ maxWidth: 560 }}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void submit();
          }}
        >
          <DialogBody>
            <DialogTitle>{title}</DialogTitle>
            <DialogContent className={styles.content}>
              {children((field) => detailOf(errors.find((one) => one.field === field)))}
              <section className={styles.what} aria-live="polite">
                <h3 className={styles.heading}>{t('form.willChange')}</h3>
                {preview && preview.changes.length > 0 ? <Changes changes={preview.changes} fresh={operation === 'create-user'} /> : <span className={styles.quiet}>{t('form.nothing')}</span>}
              </section>
              {preview && <Takes operation={operation} reach={preview.reach} access={preview.access} approval={preview.hold !== null} />}
              {preview && <AccessNote access={preview.access} onGiven={again} />}
              {preview?.warnings.map((warning) => (
                <MessageBar key={warning} intent="warning" layout="multiline">
                  <MessageBarBody>{t(`warning.${warning}`)}</MessageBarBody>
                </MessageBar>
              ))}
              {[...others, ...(failed ? [failed] : []), ...(refused ? [refused] : [])].map((error, index) => (
                <MessageBar key={index} intent="error" layout="multiline">
                  <MessageBarBody>
                    <Failure error={error} />
                  </MessageBarBody>
                </MessageBar>
              ))}
            </DialogContent>
            <DialogActions>
              <Button onClick={onClose}>{t('action.cancel')}</Button>
              <Button className={styles.submit} appearance="primary" type="submit" disabled={!ready || busy}>
                {replaces ? t('form.replace') : t('form.queue')}
              </Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
}

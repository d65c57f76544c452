// Somebody leaves: a checklist of ordinary changes, each with what it will do, queued together or not at all.
import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Field,
  Link,
  MessageBar,
  MessageBarBody,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMicrosoftPage } from '../../components/useMicrosoftPage';
import { useCommand } from '../../app/query';
import { useTenant } from '../../app/tenant';
import { CopyButton } from '../../components/CopyButton';
import { Failure } from '../../components/Failure';
import { PersonPicker } from '../../components/PersonPicker';
import { useReturnFocus } from '../../components/useReturnFocus';
import { generatePassword, queueChecklist } from '../../gen/commands';
import type { Error as Failed, Going, OffboardingStep, UserRow } from '../../gen/types';
import { OffboardStep } from './OffboardStep';
import { nameOf } from './columns';

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', rowGap: '10px', overflowX: 'hidden' },
  quiet: { margin: 0, color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  line: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: '8px' },
  password: { fontFamily: tokens.fontFamilyMonospace, overflowWrap: 'anywhere' },
  submit: { whiteSpace: 'nowrap' },
});

export function Offboard({ row, onClose }: { row: UserRow; onClose: () => void }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const tenant = useTenant().id;
  useReturnFocus();
  const [turned, setTurned] = useState<ReadonlySet<OffboardingStep>>(() => new Set());
  const [password, setPassword] = useState('');
  const [successor, setSuccessor] = useState<{ id: string; name: string } | null>(null);
  const [failed, setFailed] = useState<Failed | null>(null);
  const [busy, setBusy] = useState(false);
  const planned = useCommand('offboarding', { tenant, id: row.id, ...(successor === null ? {} : { successor: successor.id }) });
  const mailboxes = useMicrosoftPage('mailboxes');
  useEffect(() => {
    generatePassword().then(({ password }) => setPassword(password), (cause: Failed) => setFailed(cause));
  }, []);

  const steps = planned.data ?? [];
  // Deleting is chosen by hand, since nobody can use the account by then and mail may be wanted.
  const isChosen = (step: OffboardingStep) => turned.has(step) === (step === 'delete');
  const goes = steps.filter(({ step }) => isChosen(step)).flatMap((one) => one.goes);
  const ready = planned.data !== undefined && !planned.isPlaceholderData && password !== '';
  const inherited = new Set(row.licenses.filter((one) => one.assignedByGroup !== null).map((one) => one.skuId)).size;

  async function submit() {
    setBusy(true);
    try {
      const withPassword = ({ operation, id, input }: Going) => ({ operation, id, input: operation === 'reset-password' ? { ...input, password } : input });
      await queueChecklist({ tenant, id: row.id, steps: goes.map(withPassword) });
      onClose();
    } catch (cause) {
      setFailed(cause as Failed);
      setBusy(false);
    }
  }

  const more: Partial<Record<OffboardingStep, ReactNode>> = {
    password: (
      <span className={styles.line}>
        <span className={styles.password}>{password}</span>
        {password !== '' && <CopyButton text={password} label={t('form.copyPassword')} />}
      </span>
    ),
    licenses: (
      <>
        <p className={styles.quiet}>{t('offboard.mailFirst')}</p>
        {inherited > 0 && !isChosen('groups') && <p className={styles.quiet}>{t('offboard.byGroup', { count: inherited })}</p>}
      </>
    ),
    groups: <p className={styles.quiet}>{t('offboard.knownGroups')}</p>,
    reports: (
      <Field size="small" label={t('offboard.successor')} hint={t('offboard.successorHint')}>
        <PersonPicker name={successor?.name ?? ''} except={row.id} onChoose={(id, name) => setSuccessor({ id, name })} />
      </Field>
    ),
  };

  return (
    <Dialog open onOpenChange={(_, data) => !data.open && onClose()}>
      <DialogSurface style={{ maxWidth: 640 }}>
        <DialogBody>
          <DialogTitle>{t('offboard.title', { name: nameOf(row) })}</DialogTitle>
          <DialogContent className={styles.content}>
            <p className={styles.quiet}>{t('offboard.text')}</p>
            <div>
              {t('offboard.mailbox')}{' '}
              {mailboxes && (
                <Link href={mailboxes} target="_blank" rel="noreferrer">
                  {t('addresses.open')}
                </Link>
              )}
            </div>
            {planned.error && <Failure error={planned.error} />}
            {steps.map((one) => (
              <OffboardStep key={one.step} planned={one} id={row.id} chosen={isChosen(one.step)} onChoose={() => setTurned((before) => toggled(before, one.step))}>
                {more[one.step]}
              </OffboardStep>
            ))}
            {failed && (
              <MessageBar intent="error" layout="multiline">
                <MessageBarBody>
                  <Failure error={failed} />
                </MessageBarBody>
              </MessageBar>
            )}
          </DialogContent>
          <DialogActions>
            <Button onClick={onClose}>{t('action.cancel')}</Button>
            <Button className={styles.submit} appearance="primary" disabled={busy || !ready || goes.length === 0} onClick={() => void submit()}>
              {t('offboard.queue', { count: goes.length })}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

function toggled(set: ReadonlySet<OffboardingStep>, step: OffboardingStep): ReadonlySet<OffboardingStep> {
  const next = new Set(set);
  if (!next.delete(step)) next.add(step);
  return next;
}

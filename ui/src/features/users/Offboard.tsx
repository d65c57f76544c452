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
import { useTenant } from '../../app/tenant';
import { CopyButton } from '../../components/CopyButton';
import { Failure } from '../../components/Failure';
import { PersonPicker } from '../../components/PersonPicker';
import { useReturnFocus } from '../../components/useReturnFocus';
import { generatePassword, queueChecklist } from '../../gen/commands';
import type { Error as Failed, UserRow } from '../../gen/types';
import { number } from '../../i18n/format';
import { OffboardStep } from './OffboardStep';
import { useReports } from './Reports';
import { nameOf } from './columns';
import { type Step, directLicenses, planned, preselected, steps } from './offboarding';

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', rowGap: '10px', overflowX: 'hidden' },
  quiet: { margin: 0, color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  line: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: '8px' },
  password: { fontFamily: tokens.fontFamilyMonospace, overflowWrap: 'anywhere' },
  submit: { whiteSpace: 'nowrap' },
});

/** So many people can be handed over at once; more are counted and stay. */
const REPORTS = 100;

export function Offboard({ row, onClose }: { row: UserRow; onClose: () => void }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const tenant = useTenant().id;
  useReturnFocus();
  const [chosen, setChosen] = useState<ReadonlySet<Step>>(() => new Set(preselected));
  const [refusing, setRefusing] = useState<ReadonlySet<Step>>(() => new Set());
  const [password, setPassword] = useState('');
  const [successor, setSuccessor] = useState<{ id: string; name: string } | null>(null);
  const [failed, setFailed] = useState<Failed | null>(null);
  const [busy, setBusy] = useState(false);
  const reports = useReports(row.id, REPORTS).data;
  const mailboxes = useMicrosoftPage('mailboxes');
  useEffect(() => {
    generatePassword().then(({ password }) => setPassword(password), (cause: Failed) => setFailed(cause));
  }, []);

  const led = (reports?.items ?? []).map((one) => one.id);
  const plan = new Map(steps.map((step) => [step, planned(step, row, password, led, successor?.id ?? row.manager)]));
  const goes = steps.filter((step) => chosen.has(step) && !refusing.has(step)).flatMap((step) => plan.get(step) ?? []);
  // Without them a chosen step would be left out unseen.
  const ready = reports !== undefined && (password !== '' || !chosen.has('password'));
  const inherited = new Set(row.licenses.filter((one) => one.assignedByGroup !== null).map((one) => one.skuId)).size;

  async function submit() {
    setBusy(true);
    try {
      await queueChecklist({ tenant, steps: goes });
      onClose();
    } catch (cause) {
      setFailed(cause as Failed);
      setBusy(false);
    }
  }

  const more: Partial<Record<Step, ReactNode>> = {
    password: (
      <span className={styles.line}>
        <span className={styles.password}>{password}</span>
        {password !== '' && <CopyButton text={password} label={t('form.copyPassword')} />}
      </span>
    ),
    licenses: (
      <>
        {directLicenses(row).length > 0 && <p className={styles.quiet}>{t('offboard.mailFirst')}</p>}
        {inherited > 0 && <p className={styles.quiet}>{t('offboard.byGroup', { count: inherited })}</p>}
      </>
    ),
    reports: (
      <>
        <Field size="small" label={t('offboard.successor')} hint={t('offboard.successorHint')}>
          <PersonPicker name={successor?.name ?? ''} except={row.id} onChoose={(id, name) => setSuccessor({ id, name })} />
        </Field>
        {(reports?.total ?? 0) > REPORTS && <p className={styles.quiet}>{t('offboard.moreReports', { number: number((reports?.total ?? 0) - REPORTS) })}</p>}
      </>
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
            {steps.map((step) => (
              <OffboardStep
                key={step}
                step={step}
                plan={plan.get(step) ?? []}
                chosen={chosen.has(step)}
                onRefused={(refused) => setRefusing((before) => (before.has(step) === refused ? before : toggled(before, step)))}
                onChoose={() => setChosen((before) => toggled(before, step))}
              >
                {more[step]}
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

function toggled(set: ReadonlySet<Step>, step: Step): ReadonlySet<Step> {
  const next = new Set(set);
  if (!next.delete(step)) next.add(step);
  return next;
}

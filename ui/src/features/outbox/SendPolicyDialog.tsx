// When this tenant's changes go out: by themselves, after somebody has looked at each, or between two times of the day.
import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, Field, Input, Radio, RadioGroup, makeStyles } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient, useCommand } from '../../app/query';
import { useTenant } from '../../app/tenant';
import { Failure } from '../../components/Failure';
import { useReturnFocus } from '../../components/useReturnFocus';
import { setSendPolicy } from '../../gen/commands';
import type { SendPolicy } from '../../gen/types';

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', rowGap: '12px' },
  times: { display: 'flex', columnGap: '16px' },
});

type Kind = SendPolicy['kind'];

export function SendPolicyDialog({ onClose }: { onClose: () => void }) {
  const policy = useCommand('sendPolicy', { tenant: useTenant().id }).data;
  return policy ? <PolicyForm policy={policy} onClose={onClose} /> : null;
}

function PolicyForm({ policy, onClose }: { policy: SendPolicy; onClose: () => void }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const tenant = useTenant().id;
  useReturnFocus();
  const [kind, setKind] = useState<Kind>(policy.kind);
  const [times, setTimes] = useState(policy.kind === 'window' ? { from: minutes(policy.from), to: minutes(policy.to) } : { from: '08:00', to: '16:00' });
  const save = useMutation({
    mutationFn: () => setSendPolicy({ tenant, policy: kind === 'window' ? { kind, from: seconds(times.from), to: seconds(times.to) } : { kind } }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['sendPolicy'] });
      onClose();
    },
  });
  const complete = kind !== 'window' || (times.from !== '' && times.to !== '');
  return (
    <Dialog open onOpenChange={(_, data) => !data.open && onClose()}>
      <DialogSurface style={{ maxWidth: 520 }}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            save.mutate();
          }}
        >
          <DialogBody>
            <DialogTitle>{t('policy.title')}</DialogTitle>
            <DialogContent className={styles.content}>
              <Field label={t('policy.when')}>
                <RadioGroup value={kind} onChange={(_, data) => setKind(data.value as Kind)}>
                  <Radio value="by-itself" label={t('policy.by-itself')} />
                  <Radio value="after-review" label={t('policy.after-review')} />
                  <Radio value="window" label={t('policy.window')} />
                </RadioGroup>
              </Field>
              {kind === 'window' && (
                <div className={styles.times}>
                  <Field label={t('policy.from')}>
                    <Input type="time" value={times.from} onChange={(_, data) => setTimes({ ...times, from: data.value })} />
                  </Field>
                  <Field label={t('policy.to')} hint={t('policy.clock')}>
                    <Input type="time" value={times.to} onChange={(_, data) => setTimes({ ...times, to: data.value })} />
                  </Field>
                </div>
              )}
              {save.error && <Failure error={save.error} />}
            </DialogContent>
            <DialogActions>
              <Button onClick={onClose}>{t('action.cancel')}</Button>
              <Button appearance="primary" type="submit" disabled={!complete || save.isPending}>
                {t('action.save')}
              </Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
}

function minutes(time: string): string {
  return time.slice(0, 5);
}

function seconds(time: string): string {
  return `${minutes(time)}:00`;
}

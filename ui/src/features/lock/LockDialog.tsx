// How Kontor locks: the passphrase, after how long, and what goes on meanwhile.
import { Button, Checkbox, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, Field, Input, Select, makeStyles } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../../app/query';
import { detailOf } from '../../components/detail';
import { useReturnFocus } from '../../components/useReturnFocus';
import { setLock } from '../../gen/commands';
import type { LockSettings } from '../../gen/types';
import { Explained } from '../sign-in/Explained';
import { SHORTEST, type Wish, asked, firstWish, isComplete, isTooShort, minutesOf } from './wish';

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', rowGap: '14px', overflowX: 'hidden', '& > *': { flexShrink: 0 } },
  text: { margin: 0 },
  pair: { display: 'grid', gridTemplateColumns: '1fr 1fr', columnGap: '16px', alignItems: 'start' },
  button: { whiteSpace: 'nowrap' },
});

interface Props {
  /** None where it does not lock yet. */
  settings: LockSettings | null;
  onClose: () => void;
}

export function LockDialog({ settings, onClose }: Props) {
  const styles = useStyles();
  const { t } = useTranslation();
  useReturnFocus();
  const [wish, setWish] = useState(() => firstWish(settings));
  const change = (part: Partial<Wish>) => setWish({ ...wish, ...part });
  const save = useMutation({
    mutationFn: (on: boolean) => setLock(asked(wish, on)),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['state'] });
      onClose();
    },
  });
  const ready = isComplete(wish, settings) && !save.isPending;
  // Only a passphrase that is asked for can be wrong.
  const atCurrent = settings !== null && save.error?.code !== 'invalid';
  const said = detailOf(save.error ?? undefined);
  // Who is still typing is told nothing.
  const short = isTooShort(wish) && wish.again !== '';
  const differs = wish.passphrase.startsWith(wish.again) ? undefined : t('lock.differ');
  const secret = (name: 'current' | 'passphrase' | 'again') => ({
    type: 'password' as const,
    autoComplete: 'off',
    value: wish[name],
    onChange: (_: unknown, data: { value: string }) => change({ [name]: data.value }),
  });
  return (
    <Dialog open onOpenChange={(_, data) => data.type !== 'backdropClick' && !data.open && onClose()}>
      <DialogSurface style={{ maxWidth: 560 }}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (ready) save.mutate(true);
          }}
        >
          <DialogBody>
            <DialogTitle>{t('lock.title')}</DialogTitle>
            <DialogContent className={styles.content}>
              <p className={styles.text}>{t('lock.what')}</p>
              {settings !== null && (
                <Field label={t('lock.current')} validationMessage={atCurrent ? said : undefined} required>
                  <Input {...secret('current')} />
                </Field>
              )}
              <div className={styles.pair}>
                <Field
                  label={settings === null ? t('lock.passphrase') : t('lock.new')}
                  hint={short ? undefined : settings === null ? t('lock.rule', { least: SHORTEST }) : t('lock.keep')}
                  validationMessage={short ? t('lock.rule', { least: SHORTEST }) : atCurrent ? undefined : said}
                  required={settings === null}
                >
                  <Input {...secret('passphrase')} />
                </Field>
                <Field label={t('lock.again')} validationMessage={differs} required={settings === null}>
                  <Input {...secret('again')} />
                </Field>
              </div>
              <Field label={t('lock.after')}>
                <Select value={wish.after} onChange={(_, data) => change({ after: data.value })}>
                  {minutesOf(settings).map((count) => (
                    <option key={count} value={count}>
                      {t('lock.minutes', { count })}
                    </option>
                  ))}
                  <option value="">{t('lock.never')}</option>
                </Select>
              </Field>
              <Checkbox
                checked={wish.full}
                label={<Explained label={t('lock.full')} text={t('lock.fullText')} />}
                onChange={(_, data) => change({ full: data.checked === true })}
              />
            </DialogContent>
            <DialogActions>
              <Button onClick={onClose}>{t('action.cancel')}</Button>
              {settings !== null && (
                <Button className={styles.button} disabled={wish.current === '' || save.isPending} onClick={() => save.mutate(false)}>
                  {t('lock.off')}
                </Button>
              )}
              <Button className={styles.button} appearance="primary" type="submit" disabled={!ready}>
                {settings === null ? t('lock.on') : t('action.save')}
              </Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
}

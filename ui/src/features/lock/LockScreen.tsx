// What stands in the window while Kontor is locked: nothing of any tenant, and the way back in.
import { Button, Field, Input, Spinner, makeStyles, tokens } from '@fluentui/react-components';
import { LockOpen20Regular } from '@fluentui/react-icons';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import icon from '../../../../icons/icon.svg';
import { queryClient } from '../../app/query';
import { useTitle } from '../../app/useTitle';
import { detailOf } from '../../components/detail';
import { unlock } from '../../gen/commands';

const useStyles = makeStyles({
  page: { height: '100%', display: 'grid', placeItems: 'center', padding: '24px', boxSizing: 'border-box', overflowY: 'auto' },
  inner: { width: '320px', maxWidth: '100%', display: 'flex', flexDirection: 'column', rowGap: '20px' },
  head: { display: 'flex', flexDirection: 'column', alignItems: 'center', rowGap: '12px', textAlign: 'center' },
  title: { margin: 0, fontSize: tokens.fontSizeHero700, lineHeight: tokens.lineHeightHero700, fontWeight: tokens.fontWeightSemibold },
  text: { margin: 0, color: tokens.colorNeutralForeground2 },
  form: { display: 'flex', flexDirection: 'column', rowGap: '12px' },
});

export function LockScreen({ full }: { full: boolean }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const [passphrase, setPassphrase] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const unlocking = useMutation({
    mutationFn: () => unlock({ passphrase }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['state'] }),
    onError: () => {
      setPassphrase('');
      field.current?.focus();
    },
  });
  useTitle();
  // A dialog that stood open has hidden the rest of the window from screen readers, and went without taking that back.
  useLayoutEffect(() => document.getElementById('root')?.removeAttribute('aria-hidden'), []);
  useEffect(() => {
    field.current?.focus();
    return () => void requestAnimationFrame(() => document.getElementById('main')?.focus());
  }, []);
  return (
    <main className={styles.page}>
      <div className={styles.inner}>
        <div className={styles.head}>
          <img src={icon} width={64} height={64} alt="" />
          <h1 className={styles.title}>{t('lock.locked')}</h1>
          <p className={styles.text}>{full ? t('lock.rests') : t('lock.goesOn')}</p>
        </div>
        <form
          className={styles.form}
          onSubmit={(event) => {
            event.preventDefault();
            if (unlocking.isPending) return;
            if (passphrase === '') field.current?.focus();
            else unlocking.mutate();
          }}
        >
          <Field label={t('lock.passphrase')} validationMessage={detailOf(unlocking.error ?? undefined)}>
            <Input ref={field} type="password" autoComplete="off" value={passphrase} onChange={(_, data) => setPassphrase(data.value)} />
          </Field>
          <Button
            appearance="primary"
            type="submit"
            disabledFocusable={unlocking.isPending}
            icon={unlocking.isPending ? <Spinner size="tiny" /> : <LockOpen20Regular />}
          >
            {t('lock.unlock')}
          </Button>
        </form>
      </div>
    </main>
  );
}

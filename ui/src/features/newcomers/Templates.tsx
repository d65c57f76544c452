// The templates of a tenant: what new users have in common. Made by hand or after somebody, changed, forgotten.
import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, makeStyles, tokens } from '@fluentui/react-components';
import { Add20Regular, Delete20Regular, Edit20Regular } from '@fluentui/react-icons';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../app/query';
import { useTenant } from '../../app/tenant';
import { useFailureToast } from '../../app/toast';
import { Failure } from '../../components/Failure';
import { useReturnFocus } from '../../components/useReturnFocus';
import { deleteUserTemplate } from '../../gen/commands';
import type { Error as Failed, UserTemplate } from '../../gen/types';
import { Gives, givesMore } from './Gives';
import { TemplateForm } from './TemplateForm';
import { texts } from './template';

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', rowGap: '12px', '& > p': { margin: 0 } },
  list: { listStyleType: 'none', margin: 0, padding: 0 },
  one: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr) max-content max-content', columnGap: '4px', alignItems: 'start', padding: '8px 0', borderBottom: `1px solid ${tokens.colorNeutralStroke3}` },
  name: { margin: 0, fontSize: tokens.fontSizeBase300, fontWeight: tokens.fontWeightSemibold, overflowWrap: 'anywhere' },
  quiet: { color: tokens.colorNeutralForeground3 },
  sure: { gridColumn: '1 / -1', display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '8px', paddingTop: '8px' },
});

export function Templates({ onClose }: { onClose: () => void }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const tenant = useTenant().id;
  useReturnFocus();
  const { data, error } = useCommand('userTemplates', { tenant });
  const [form, setForm] = useState<{ old: UserTemplate | null } | null>(null);
  const [doomed, setDoomed] = useState<string | null>(null);
  const remove = useMutation<unknown, Failed, string>({
    mutationFn: (name) => deleteUserTemplate({ tenant, name }),
    onSuccess: () => setDoomed(null),
    onError: useFailureToast(),
  });
  if (form) return <TemplateForm old={form.old} onClose={() => setForm(null)} />;
  return (
    <Dialog open onOpenChange={(_, picked) => !picked.open && onClose()}>
      <DialogSurface style={{ maxWidth: 600 }}>
        <DialogBody>
          <DialogTitle>{t('userTemplate.title')}</DialogTitle>
          <DialogContent className={styles.content}>
            <p className={styles.quiet}>{t('userTemplate.text')}</p>
            {error && <Failure error={error} />}
            {data?.length === 0 && <p>{t('userTemplate.empty')}</p>}
            <ul className={styles.list}>
              {(data ?? []).map((one) => {
                const fields = texts.map((field) => one[field]).filter((text) => text !== undefined);
                return (
                  <li key={one.name} className={styles.one}>
                    <div>
                      <h3 className={styles.name}>{one.name}</h3>
                      {fields.length > 0 && <div className={styles.quiet}>{fields.join(' · ')}</div>}
                      {givesMore(one) ? <Gives template={one} /> : fields.length === 0 && <div className={styles.quiet}>{t('userTemplate.nothing')}</div>}
                    </div>
                    <Button appearance="subtle" icon={<Edit20Regular />} aria-label={t('userTemplate.editOne', { name: one.name })} onClick={() => setForm({ old: one })} />
                    <Button appearance="subtle" icon={<Delete20Regular />} aria-label={t('userTemplate.deleteOne', { name: one.name })} onClick={() => setDoomed(one.name)} />
                    {doomed === one.name && (
                      <div className={styles.sure} role="group" aria-label={t('userTemplate.deleteOne', { name: one.name })}>
                        <span>{t('userTemplate.deleteSure', { name: one.name })}</span>
                        <Button size="small" appearance="primary" disabled={remove.isPending} onClick={() => remove.mutate(one.name)}>
                          {t('action.delete')}
                        </Button>
                        <Button size="small" onClick={() => setDoomed(null)}>
                          {t('action.cancel')}
                        </Button>
                      </div>
                    )}
                  </li>
                );
              })}
            </ul>
          </DialogContent>
          <DialogActions>
            <Button onClick={onClose}>{t('action.close')}</Button>
            <Button appearance="primary" icon={<Add20Regular />} onClick={() => setForm({ old: null })}>
              {t('userTemplate.new')}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

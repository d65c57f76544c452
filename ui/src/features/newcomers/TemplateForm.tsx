// One template: its name, what it gives, and a person from whom it can be taken over.
import { Button, Checkbox, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, Field, Input, MessageBar, MessageBarBody, makeStyles } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../app/query';
import { useTenant } from '../../app/tenant';
import { Failure } from '../../components/Failure';
import { PersonPicker } from '../../components/PersonPicker';
import { detailOf } from '../../components/detail';
import { useLicensedGroups } from '../../components/groups';
import { useLicenses } from '../../components/products';
import { useReturnFocus } from '../../components/useReturnFocus';
import { saveUserTemplate, templateOf } from '../../gen/commands';
import type { Error as Failed, Likeness, UserRow, UserTemplate } from '../../gen/types';
import { compare } from '../../i18n/format';
import { known } from '../../i18n/known';
import { nameOf } from '../users/columns';
import { LeftOut } from './LeftOut';
import { empty, texts, tidied } from './template';

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', rowGap: '12px' },
  fields: { display: 'grid', gridTemplateColumns: '1fr 1fr', gap: '10px 16px', alignItems: 'start', '& > *': { minWidth: 0 } },
  choices: { display: 'flex', flexDirection: 'column', maxHeight: '22vh', overflowY: 'auto', flexShrink: 0 },
  line: { display: 'flex', columnGap: '8px', alignItems: 'end', '& > :first-child': { flexGrow: 1 } },
});

export function TemplateForm({ old, onClose }: { old: UserTemplate | null; onClose: () => void }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const tenant = useTenant().id;
  useReturnFocus();
  const [template, setTemplate] = useState<UserTemplate>(old ?? empty);
  const [from, setFrom] = useState('');
  const take = useMutation<Likeness, Failed, string>({
    mutationFn: (id) => templateOf({ tenant, id }),
    onSuccess: (like) => setTemplate((now) => ({ ...like.template, name: now.name })),
  });
  const save = useMutation<unknown, Failed>({
    mutationFn: () => saveUserTemplate({ tenant, template: tidied(template), ...(old ? { insteadOf: old.name } : {}) }),
    onSuccess: onClose,
  });
  const errorOf = (field: string) => (save.error?.field === field ? detailOf(save.error) : undefined);
  const shown = save.error && !['name', ...texts].includes(save.error.field ?? '') ? save.error : take.error;
  const products = (useLicenses() ?? [])
    .flatMap(({ row }) => (row.skuId === null || row.appliesTo === 'Company' ? [] : [{ skuId: row.skuId, name: row.name }]))
    .sort((left, right) => compare(left.name, right.name));
  const groups = (useLicensedGroups() ?? []).filter(({ row }) => row.membership === 'assigned').sort((left, right) => compare(left.row.displayName ?? left.id, right.row.displayName ?? right.id));
  const manager = useCommand('show', { tenant, collection: 'users', id: template.manager ?? '' }, template.manager !== undefined);
  const managerName = template.manager === undefined ? '' : manager.data?.id === template.manager ? nameOf(manager.data.row as UserRow) : template.manager;
  const hasProduct = (skuId: string) => template.licenses.some((one) => one.skuId.toLowerCase() === skuId.toLowerCase());

  return (
    <Dialog open onOpenChange={(_, picked) => !picked.open && onClose()}>
      <DialogSurface style={{ maxWidth: 600 }}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (!save.isPending) save.mutate();
          }}
        >
          <DialogBody>
            <DialogTitle>{t(old ? 'userTemplate.edit' : 'userTemplate.new')}</DialogTitle>
            <DialogContent className={styles.content}>
              <Field size="small" required label={t('userTemplate.name')} validationMessage={errorOf('name')}>
                <Input value={template.name} onChange={(_, data) => setTemplate({ ...template, name: data.value })} />
              </Field>
              <Field size="small" label={t('userTemplate.from')} hint={t('userTemplate.fromHint')}>
                <PersonPicker
                  name={from}
                  except=""
                  onChoose={(id, name) => {
                    setFrom(name);
                    take.mutate(id);
                  }}
                />
              </Field>
              {take.data && <LeftOut names={take.data.leftOut} />}
              <div className={styles.fields}>
                {texts.map((field) => (
                  <Field key={field} size="small" label={known('field', field)} validationMessage={errorOf(field)}>
                    <Input value={template[field] ?? ''} onChange={(_, data) => setTemplate({ ...template, [field]: data.value })} />
                  </Field>
                ))}
                <Field size="small" label={known('field', 'manager')}>
                  <PersonPicker name={managerName} except="" onChoose={(id) => setTemplate({ ...template, manager: id })} />
                </Field>
              </div>
              {template.manager !== undefined && (
                <div>
                  <Button
                    size="small"
                    onClick={() => {
                      const rest = { ...template };
                      delete rest.manager;
                      setTemplate(rest);
                    }}
                  >
                    {t('userTemplate.noManager')}
                  </Button>
                </div>
              )}
              <Field size="small" label={t('import.licenses')}>
                <div className={styles.choices} role="group" aria-label={t('import.licenses')}>
                  {products.map(({ skuId, name }) => (
                    <Checkbox
                      key={skuId}
                      size="medium"
                      label={name}
                      checked={hasProduct(skuId)}
                      onChange={(_, data) => {
                        const others = template.licenses.filter((one) => one.skuId.toLowerCase() !== skuId.toLowerCase());
                        setTemplate({ ...template, licenses: data.checked === true ? [...others, { skuId, disabledPlans: [] }] : others });
                      }}
                    />
                  ))}
                </div>
              </Field>
              <Field size="small" label={t('import.groups')} hint={t(groups.length === 0 ? 'userTemplate.noGroups' : 'userTemplate.groupsHint')}>
                <div className={styles.choices} role="group" aria-label={t('import.groups')}>
                  {groups.map(({ id, row }) => (
                    <Checkbox
                      key={id}
                      size="medium"
                      label={row.displayName ?? id}
                      checked={template.groups.includes(id)}
                      onChange={(_, data) => setTemplate({ ...template, groups: data.checked === true ? [...template.groups, id] : template.groups.filter((one) => one !== id) })}
                    />
                  ))}
                </div>
              </Field>
              {shown && (
                <MessageBar intent="error" layout="multiline">
                  <MessageBarBody>
                    <Failure error={shown} />
                  </MessageBarBody>
                </MessageBar>
              )}
            </DialogContent>
            <DialogActions>
              <Button onClick={onClose}>{t('action.cancel')}</Button>
              <Button appearance="primary" type="submit" disabled={save.isPending || template.name.trim() === ''}>
                {t('userTemplate.save')}
              </Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
}

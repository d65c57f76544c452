// Add somebody to a group: found in the offline copy by name, username or email.
import { Field, Input, Radio, RadioGroup } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../app/query';
import { useTenant } from '../../app/tenant';
import { OperationDialog } from '../../components/OperationDialog';
import type { GroupRow, UserRow } from '../../gen/types';
import { nameOf as userName } from '../users/columns';
import { nameOf } from './Groups';

/** As many as can be looked through; more words leave fewer. */
const SHOWN = 6;

export function AddMember({ row, onClose }: { row: GroupRow; onClose: () => void }) {
  const { t } = useTranslation();
  const [search, setSearch] = useState('');
  const [memberId, choose] = useState<string | null>(null);
  const found = useCommand('list', { tenant: useTenant().id, collection: 'users', search, order: 'name', limit: SHOWN }, search.trim() !== '').data;
  const items = search.trim() === '' ? [] : (found?.items ?? []);
  return (
    <OperationDialog title={t('form.addMember', { name: nameOf(row) })} operation="add-group-member" id={row.id} input={memberId === null ? null : { memberId }} fields={['memberId']} onClose={onClose}>
      {(errorOf) => {
        const error = errorOf('memberId');
        return (
          <>
            <Field label={t('form.member')} validationState={error ? 'error' : 'none'} validationMessage={error ?? null}>
              <Input
                type="search"
                value={search}
                placeholder={t('form.findMember')}
                onChange={(_, data) => {
                  setSearch(data.value);
                  choose(null);
                }}
              />
            </Field>
            {search.trim() !== '' && found && items.length === 0 && <span>{t('form.noMatch')}</span>}
            {items.length > 0 && (
              <RadioGroup aria-label={t('form.member')} value={memberId ?? ''} onChange={(_, data) => choose(data.value)}>
                {items.map(({ id, row: raw }) => {
                  const user = raw as UserRow;
                  return <Radio key={id} value={id} label={`${userName(user)} · ${user.userPrincipalName ?? id}`} />;
                })}
              </RadioGroup>
            )}
          </>
        );
      }}
    </OperationDialog>
  );
}

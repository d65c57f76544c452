// Everyone selected becomes a member of a group, or leaves it.
import { Combobox, Field, Option, Radio, RadioGroup } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../app/query';
import { useTenant } from '../../app/tenant';
import type { GroupRow, Selection } from '../../gen/types';
import { OperationForMany } from './OperationForMany';

/** As many as one can look through; what is not among them is found by more letters. */
const SHOWN = 20;

const ways = { add: 'add-group-member', remove: 'remove-group-member' } as const;

interface Props {
  title: string;
  of: Selection;
  onQueued: () => void;
  onClose: () => void;
}

export function GroupForMany(props: Props) {
  const { t } = useTranslation();
  const [way, setWay] = useState<keyof typeof ways>('add');
  const [group, choose] = useState<{ id: string; name: string } | null>(null);
  const [typed, setTyped] = useState<string | null>(null);
  const search = typed?.trim() ?? '';
  const found = useCommand('list', { tenant: useTenant().id, collection: 'groups', order: 'name', limit: SHOWN, ...(search === '' ? {} : { search }) });
  const groups = (found.data?.items ?? []).map((item) => item.row as GroupRow);
  return (
    <OperationForMany {...props} operation={ways[way]} input={group && { memberId: '' }} group={group?.id}>
      <RadioGroup aria-label={t('bulk.group')} layout="horizontal" value={way} onChange={(_, data) => setWay(data.value as keyof typeof ways)}>
        <Radio value="add" label={t('bulk.groupAdd')} />
        <Radio value="remove" label={t('bulk.groupRemove')} />
      </RadioGroup>
      <Field size="small" label={t('bulk.groupWhich')}>
        <Combobox
          freeform
          autoComplete="off"
          value={typed ?? group?.name ?? ''}
          onFocus={(event) => event.currentTarget.select()}
          onInput={(event) => setTyped(event.currentTarget.value)}
          onOpenChange={(_, data) => !data.open && setTyped(null)}
          onOptionSelect={(_, data) => {
            if (data.optionValue === undefined) return;
            setTyped(null);
            choose({ id: data.optionValue, name: data.optionText ?? '' });
          }}
        >
          {groups.map((row) => (
            <Option key={row.id} value={row.id} text={row.displayName ?? row.id}>
              {row.displayName ?? row.id}
            </Option>
          ))}
          {found.data && groups.length === 0 && (
            <Option disabled value="" text="">
              {t('bulk.groupNone')}
            </Option>
          )}
        </Combobox>
      </Field>
    </OperationForMany>
  );
}

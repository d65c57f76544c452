// Chooses a person of the tenant by a part of the name: the offline copy answers while one types.
import { Combobox, Option } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../app/query';
import { useTenant } from '../app/tenant';
import type { UserRow } from '../gen/types';

/** As many as one can look through; who is not among them is found by more letters. */
const SHOWN = 20;

interface Props {
  /** Who is chosen, as the text shows it. */
  name: string;
  /** Whom nobody means. */
  except?: string;
  onChoose: (id: string, name: string) => void;
}

export function PersonPicker({ name, except, onChoose }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState<string | null>(null);
  const search = typed ?? '';
  const tenant = useTenant().id;
  const found = useCommand('list', { tenant, collection: 'users', order: 'name', limit: SHOWN, ...(search.trim() === '' ? {} : { search }) });
  const people = (found.data?.items ?? []).map((item) => item.row as UserRow).filter((row) => row.id !== except);
  return (
    <Combobox
      freeform
      autoComplete="off"
      value={typed ?? name}
      placeholder={t('manager.search')}
      onFocus={(event) => event.currentTarget.select()}
      onInput={(event) => setTyped(event.currentTarget.value)}
      onOpenChange={(_, data) => !data.open && setTyped(null)}
      onOptionSelect={(_, data) => {
        if (data.optionValue === undefined) return;
        setTyped(null);
        onChoose(data.optionValue, data.optionText ?? '');
      }}
    >
      {people.map((row) => (
        <Option key={row.id} value={row.id} text={row.displayName ?? row.userPrincipalName ?? row.id}>
          <span>
            {row.displayName ?? row.id} <small>{row.userPrincipalName}</small>
          </span>
        </Option>
      ))}
      {found.data && people.length === 0 && (
        <Option disabled value="" text="">
          {t('manager.nobodyFound')}
        </Option>
      )}
    </Combobox>
  );
}

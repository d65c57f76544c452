// A filter as a chip: its name, what is chosen, and a menu of values with how many there are of each.
import {
  Button,
  Menu,
  MenuDivider,
  MenuItem,
  MenuItemCheckbox,
  MenuList,
  MenuPopover,
  MenuTrigger,
} from '@fluentui/react-components';
import { ChevronDown12Regular, Dismiss12Regular } from '@fluentui/react-icons';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../app/query';
import { useTenant } from '../../app/tenant';
import { compare, date, list, number } from '../../i18n/format';
import type { Filter } from './spec';

interface Props {
  collection: string;
  filter: Filter;
  values: string[];
  onChange: (values: string[]) => void;
}

export function FilterChip(props: Props) {
  return props.filter.range ? <RangeChip {...props} /> : <ChoiceChip {...props} />;
}

function RangeChip({ filter, values, onChange }: Props) {
  const { t } = useTranslation();
  if (values.length === 0) return null;
  // The end is not among them: a day ends where the next one begins.
  const [from = '', until = ''] = (values[0] ?? '').split('/');
  const days = [...new Set([date(from), date(new Date(new Date(until).valueOf() - 1).toString())])];
  return (
    <Button size="small" shape="circular" appearance="primary" icon={<Dismiss12Regular />} iconPosition="after" title={t('filter.clear')} onClick={() => onChange([])}>
      {`${t(filter.label)}: ${days.join(' – ')}`}
    </Button>
  );
}

function ChoiceChip({ collection, filter, values, onChange }: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const tally = useCommand('tally', { tenant: useTenant().id, collection, column: filter.column }, filter.computed !== true && (open || values.length > 0)).data;
  const count = (value: string) => tally?.find((one) => one.value === value)?.count;
  const { text, name = (value: string) => value } = filter;
  const named = (value: string) => (value === '' ? t('value.none') : text ? text(Number(value)) : name(value));
  const options =
    filter.options?.map(({ value, label }) => ({ value, label: t(label) })) ??
    (tally ?? [])
      .map(({ value }) => ({ value, label: named(value) }))
      .sort((left, right) => (text ? Number(left.value) - Number(right.value) : compare(left.label, right.label)));
  const nameOf = (value: string) => options.find((one) => one.value === value)?.label ?? named(value);
  const chosen = values.length > 2 ? t('filter.several', { count: values.length }) : list(values.map(nameOf));
  return (
    <Menu
      open={open}
      onOpenChange={(_, data) => setOpen(data.open)}
      checkedValues={{ values }}
      onCheckedValueChange={(_, data) => onChange(data.checkedItems)}
    >
      <MenuTrigger disableButtonEnhancement>
        <Button
          size="small"
          shape="circular"
          appearance={values.length > 0 ? 'primary' : 'outline'}
          icon={<ChevronDown12Regular />}
          iconPosition="after"
        >
          {values.length > 0 ? `${t(filter.label)}: ${chosen}` : t(filter.label)}
        </Button>
      </MenuTrigger>
      <MenuPopover style={{ maxHeight: '60vh', overflowY: 'auto' }}>
        <MenuList>
          {options.map(({ value, label }) => {
            const many = count(value);
            return (
              <MenuItemCheckbox key={value} name="values" value={value} secondaryContent={many === undefined ? undefined : number(many)}>
                {label}
              </MenuItemCheckbox>
            );
          })}
          {values.length > 0 && <MenuDivider />}
          {values.length > 0 && <MenuItem onClick={() => onChange([])}>{t('filter.clear')}</MenuItem>}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

// Which columns a table shows.
import { Button, Menu, MenuItemCheckbox, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components';
import { TableSettings20Regular } from '@fluentui/react-icons';
import { useTranslation } from 'react-i18next';
import type { Collection } from '../../app/query';
import type { Column } from './spec';

interface Props<C extends Collection> {
  columns: Column<C>[];
  chosen: string[];
  onChange: (ids: string[]) => void;
}

export function ColumnChooser<C extends Collection>({ columns, chosen, onChange }: Props<C>) {
  const { t } = useTranslation();
  return (
    <Menu checkedValues={{ columns: chosen }} onCheckedValueChange={(_, data) => onChange(data.checkedItems)}>
      <MenuTrigger disableButtonEnhancement>
        <Button size="small" appearance="subtle" icon={<TableSettings20Regular />} aria-label={t('table.columns')} title={t('table.columns')} />
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {columns.map((column, index) => (
            <MenuItemCheckbox key={column.id} name="columns" value={column.id} disabled={index === 0}>
              {t(column.header)}
            </MenuItemCheckbox>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

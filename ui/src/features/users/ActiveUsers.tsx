// Active users: everyone in the directory, and at first those who are no guests, who have a list of their own.
import { Button } from '@fluentui/react-components';
import { PersonAdd20Regular } from '@fluentui/react-icons';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TablePage } from '../../components/table/TablePage';
import type { TableSpec } from '../../components/table/spec';
import { useLicenses } from '../../components/products';
import { AddUser } from './AddUser';
import { UserPanel } from './UserPanel';
import { memberColumns, nameOf } from './columns';
import { compare } from '../../i18n/format';
import { department, expiry, licensed, seat, signIn, source, userType } from './filters';

const spec: TableSpec<'users'> = {
  collection: 'users',
  title: 'screen.users',
  empty: 'users.empty',
  columns: memberColumns,
  search: true,
  order: 'name',
  name: nameOf,
  filters: [signIn, userType, licensed, source, department, expiry('user.passwordEnds'), seat],
};

export function ActiveUsers() {
  const { t } = useTranslation();
  const [adding, setAdding] = useState(false);
  const licenses = useLicenses();
  const ofProduct = useMemo(() => {
    const named = (licenses ?? []).map(({ row }) => ({ value: row.skuId?.toLowerCase() ?? '', label: row.name })).filter(({ value }) => value !== '');
    const product = { column: 'product', label: 'license.product', named: named.sort((left, right) => compare(left.label, right.label)) } as const;
    return { ...spec, filters: [...spec.filters, product] };
  }, [licenses]);
  return (
    <>
      <TablePage
        spec={ofProduct}
        action={
          <Button appearance="primary" icon={<PersonAdd20Regular />} onClick={() => setAdding(true)}>
            {t('action.addUser')}
          </Button>
        }
        panel={(item, id, close) => <UserPanel item={item} id={id} onClose={close} />}
      />
      {adding && <AddUser onClose={() => setAdding(false)} />}
    </>
  );
}

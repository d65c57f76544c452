// Whose tenant this is, the way to another one or to all of them, and what can be done with it as a whole.
import { Menu, MenuButton, MenuDivider, MenuGroup, MenuGroupHeader, MenuItem, MenuItemRadio, MenuList, MenuPopover, MenuTrigger, makeStyles } from '@fluentui/react-components';
import { Add20Regular, BuildingMultiple20Regular, Delete20Regular, PersonArrowRight20Regular, TableSimple20Regular } from '@fluentui/react-icons';
import { useTranslation } from 'react-i18next';
import { TenantDot } from '../components/TenantDot';
import type { TenantInfo } from '../gen/types';
import { compare } from '../i18n/format';
import { goTo, hrefOf } from './route';

const ALL = 'all';

const useStyles = makeStyles({
  button: { minWidth: '40px', justifyContent: 'start' },
  name: { whiteSpace: 'nowrap', overflow: 'hidden', textOverflow: 'ellipsis', maxWidth: '220px' },
});

interface Props {
  tenants: TenantInfo[];
  /** None: all of them are shown. */
  tenant: TenantInfo | null;
  onTenant: (id: string) => void;
  onConnect: () => void;
  onRemove: () => void;
  /** None where nobody signs in. */
  onCustomers: (() => void) | null;
  onSignIn: (() => void) | null;
}

/** As the overview has them. */
function inNameOrder(tenants: TenantInfo[]): TenantInfo[] {
  return tenants.toSorted((left, right) => compare(left.name, right.name));
}

export function TenantMenu({ tenants, tenant, onTenant, onConnect, onRemove, onCustomers, onSignIn }: Props) {
  const styles = useStyles();
  const { t } = useTranslation();
  const name = tenant?.name ?? t('screen.allTenants');
  const go = (picked: string | undefined) => {
    if (picked === ALL) goTo(hrefOf('all-tenants'));
    else if (picked !== undefined) onTenant(picked);
  };
  return (
    <Menu checkedValues={{ tenant: [tenant?.id ?? ALL] }} onCheckedValueChange={(_, data) => go(data.checkedItems[0])}>
      <MenuTrigger disableButtonEnhancement>
        <MenuButton
          className={styles.button}
          appearance="subtle"
          icon={tenant ? <TenantDot tenantId={tenant.tenantId} /> : <TableSimple20Regular />}
          aria-label={tenant ? t('frame.tenantIs', { name }) : t('frame.allIs')}
        >
          <span className={styles.name}>{name}</span>
        </MenuButton>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {tenants.length > 1 && (
            <MenuItemRadio name="tenant" value={ALL} icon={<TableSimple20Regular />}>
              {t('screen.allTenants')}
            </MenuItemRadio>
          )}
          <MenuGroup>
            <MenuGroupHeader>{t('frame.tenants')}</MenuGroupHeader>
            {inNameOrder(tenants).map((one) => (
              <MenuItemRadio key={one.id} name="tenant" value={one.id} icon={<TenantDot tenantId={one.tenantId} />}>
                {one.name}
              </MenuItemRadio>
            ))}
          </MenuGroup>
          <MenuDivider />
          {onSignIn && (
            <MenuItem icon={<PersonArrowRight20Regular />} onClick={onSignIn}>
              {t('signIn.again')}
            </MenuItem>
          )}
          {onCustomers && (
            <MenuItem icon={<BuildingMultiple20Regular />} onClick={onCustomers}>
              {t('customers.menu')}
            </MenuItem>
          )}
          {tenant && (
            <MenuItem icon={<Delete20Regular />} onClick={onRemove}>
              {t('remove.menu')}
            </MenuItem>
          )}
          {tenant && <MenuDivider />}
          <MenuItem icon={<Add20Regular />} onClick={onConnect}>
            {t('signIn.connectMenu')}
          </MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

// Whose tenant this is, the way to another one, and the ways to sign in.
import { Menu, MenuButton, MenuDivider, MenuGroup, MenuGroupHeader, MenuItem, MenuItemRadio, MenuList, MenuPopover, MenuTrigger, makeStyles } from '@fluentui/react-components';
import { Add20Regular, PersonArrowRight20Regular } from '@fluentui/react-icons';
import { useTranslation } from 'react-i18next';
import { TenantDot } from '../components/TenantDot';
import type { TenantInfo } from '../gen/types';
import { useTenant } from './tenant';

const useStyles = makeStyles({
  button: { minWidth: '40px', justifyContent: 'start' },
  name: { whiteSpace: 'nowrap', overflow: 'hidden', textOverflow: 'ellipsis', maxWidth: '220px' },
});

interface Props {
  tenants: TenantInfo[];
  onTenant: (id: string) => void;
  onConnect: () => void;
  onSignIn: (() => void) | null;
}

export function TenantMenu({ tenants, onTenant, onConnect, onSignIn }: Props) {
  const styles = useStyles();
  const { t } = useTranslation();
  const tenant = useTenant();
  return (
    <Menu checkedValues={{ tenant: [tenant.id] }} onCheckedValueChange={(_, data) => onTenant(data.checkedItems[0] ?? tenant.id)}>
      <MenuTrigger disableButtonEnhancement>
        <MenuButton className={styles.button} appearance="subtle" icon={<TenantDot tenantId={tenant.tenantId} />} aria-label={t('frame.tenantIs', { name: tenant.name })}>
          <span className={styles.name}>{tenant.name}</span>
        </MenuButton>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuGroup>
            <MenuGroupHeader>{t('frame.tenants')}</MenuGroupHeader>
            {tenants.map((one) => (
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
          <MenuItem icon={<Add20Regular />} onClick={onConnect}>
            {t('signIn.connectMenu')}
          </MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

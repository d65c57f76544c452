// The demo's own switch: the built-in cloud goes away as a network does.
import { Button, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components';
import { Beaker20Regular, PlugConnected20Regular, PlugDisconnected20Regular } from '@fluentui/react-icons';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { setDemoCloud } from '../gen/commands';
import { useTenant } from './tenant';
import { useFailureToast } from './toast';

export function useDemoCloud() {
  return useMutation({ mutationFn: (running: boolean) => setDemoCloud({ running }), onError: useFailureToast() });
}

export function DemoMenu() {
  const { t } = useTranslation();
  const { demoCloudRunning: running } = useTenant();
  const cloud = useDemoCloud();
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Button appearance="subtle" icon={<Beaker20Regular />} aria-label={t('demo.menu')} title={t('demo.menu')} />
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuItem icon={running ? <PlugDisconnected20Regular /> : <PlugConnected20Regular />} onClick={() => cloud.mutate(!running)}>
            {running ? t('demo.disconnect') : t('demo.connect')}
          </MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

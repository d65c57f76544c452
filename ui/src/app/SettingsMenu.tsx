// Language and theme, the system's or this person's choice, and the lock.
import { Button, Menu, MenuDivider, MenuGroup, MenuGroupHeader, MenuItem, MenuItemRadio, MenuList, MenuPopover, MenuTrigger, Spinner } from '@fluentui/react-components';
import { Settings20Regular } from '@fluentui/react-icons';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { saveSettings } from '../gen/commands';
import type { AppState, Language, Settings, Theme } from '../gen/types';
import { useLock } from '../features/lock/useLock';
import { useFailureToast } from './toast';

const SYSTEM = 'system';

export function SettingsMenu({ state, onHelp }: { state: Pick<AppState, 'settings' | 'version'>; onHelp?: () => void }) {
  const { t } = useTranslation();
  const lock = useLock();
  const { language, theme } = state.settings;
  const save = useMutation({ mutationFn: (settings: Settings) => saveSettings(settings), onError: useFailureToast() });
  // Words and names change together: of a large tenant, every name sorts anew first.
  const following = save.isPending && save.variables.language !== language;
  const chosen = { language: [language ?? SYSTEM], theme: [theme ?? SYSTEM] };
  const choose = (name: string, value: string | undefined) => {
    const picked = value === undefined || value === SYSTEM ? null : value;
    save.mutate(name === 'language' ? { ...state.settings, language: picked as Language | null } : { ...state.settings, theme: picked as Theme | null });
  };
  return (
    <Menu checkedValues={chosen} onCheckedValueChange={(_, data) => choose(data.name, data.checkedItems[0])}>
      <MenuTrigger disableButtonEnhancement>
        <Button appearance="subtle" icon={following ? <Spinner size="tiny" /> : <Settings20Regular />} aria-label={t('settings.menu')} title={t('settings.menu')} />
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuGroup>
            <MenuGroupHeader>{t('settings.language')}</MenuGroupHeader>
            <MenuItemRadio name="language" value={SYSTEM}>
              {t('settings.system')}
            </MenuItemRadio>
            <MenuItemRadio name="language" value="en" lang="en">
              English
            </MenuItemRadio>
            <MenuItemRadio name="language" value="nb" lang="nb">
              Norsk bokmål
            </MenuItemRadio>
          </MenuGroup>
          <MenuDivider />
          <MenuGroup>
            <MenuGroupHeader>{t('settings.theme')}</MenuGroupHeader>
            <MenuItemRadio name="theme" value={SYSTEM}>
              {t('settings.system')}
            </MenuItemRadio>
            <MenuItemRadio name="theme" value="light">
              {t('settings.light')}
            </MenuItemRadio>
            <MenuItemRadio name="theme" value="dark">
              {t('settings.dark')}
            </MenuItemRadio>
            <MenuItemRadio name="theme" value="high-contrast">
              {t('settings.highContrast')}
            </MenuItemRadio>
          </MenuGroup>
          <MenuDivider />
          <MenuItem onClick={lock.now} secondaryContent="Ctrl+Shift+L">
            {t('lock.now')}
          </MenuItem>
          <MenuItem onClick={lock.set}>{t('lock.menu')}</MenuItem>
          {onHelp && <MenuDivider />}
          {onHelp && (
            <MenuItem onClick={onHelp} secondaryContent="Shift+?">
              {t('keys.title')}
            </MenuItem>
          )}
          <MenuDivider />
          <MenuItem disabled>Kontor {state.version}</MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

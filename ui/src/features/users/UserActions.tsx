// What can be done with one person: what is done often in sight, the rest a menu away.
import { Button, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger, makeStyles } from '@fluentui/react-components';
import {
  ClipboardTaskListLtr20Regular,
  Delete20Regular,
  Edit20Regular,
  Key20Regular,
  KeyReset20Regular,
  MoreHorizontal20Regular,
  PeopleTeam20Regular,
  PersonAdd20Regular,
  PersonProhibited20Regular,
  Ribbon20Regular,
  SignOut20Regular,
} from '@fluentui/react-icons';
import type { ParseKeys } from 'i18next';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';

const useStyles = makeStyles({
  actions: { display: 'grid', gridTemplateColumns: '1fr 1fr auto', gap: '8px', marginBottom: '8px' },
});

export type Form = 'edit' | 'password' | 'licenses' | 'reprocess' | 'block' | 'sign-out' | 'force-change' | 'manager' | 'offboard' | 'like' | 'delete';

interface Action {
  form: Form;
  title: ParseKeys;
  icon: ReactElement;
}

const more: Action[] = [
  { form: 'sign-out', title: 'action.signOutEverywhere', icon: <SignOut20Regular /> },
  { form: 'force-change', title: 'action.forcePasswordChange', icon: <KeyReset20Regular /> },
  { form: 'manager', title: 'action.manager', icon: <PeopleTeam20Regular /> },
  { form: 'offboard', title: 'action.offboard', icon: <ClipboardTaskListLtr20Regular /> },
  { form: 'like', title: 'userTemplate.addLike', icon: <PersonAdd20Regular /> },
  { form: 'delete', title: 'action.delete', icon: <Delete20Regular /> },
];

export function UserActions({ blocked, onChoose }: { blocked: boolean; onChoose: (form: Form) => void }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const button = ({ form, title, icon }: Action) => (
    <Button size="small" icon={icon} onClick={() => onChoose(form)}>
      {t(title)}
    </Button>
  );
  return (
    <div className={styles.actions}>
      {button({ form: 'edit', title: 'action.edit', icon: <Edit20Regular /> })}
      {button({ form: 'password', title: 'action.resetPassword', icon: <Key20Regular /> })}
      <Menu>
        <MenuTrigger disableButtonEnhancement>
          <Button size="small" icon={<MoreHorizontal20Regular />} aria-label={t('action.more')} title={t('action.more')} />
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            {more.map(({ form, title, icon }) => (
              <MenuItem key={form} icon={icon} onClick={() => onChoose(form)}>
                {t(title)}
              </MenuItem>
            ))}
          </MenuList>
        </MenuPopover>
      </Menu>
      {button({ form: 'licenses', title: 'action.licenses', icon: <Ribbon20Regular /> })}
      {button({ form: 'block', title: blocked ? 'action.unblock' : 'action.block', icon: <PersonProhibited20Regular /> })}
    </div>
  );
}

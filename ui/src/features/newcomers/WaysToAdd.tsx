// Adding users: one, from a file, or by a template that is kept.
import { Button, Menu, MenuButton, MenuItem, MenuList, MenuPopover, MenuTrigger, makeStyles } from '@fluentui/react-components';
import { DocumentAdd20Regular, PersonAdd20Regular, PersonNote20Regular } from '@fluentui/react-icons';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AddUser } from '../users/AddUser';
import { ImportUsers } from './ImportUsers';
import { Templates } from './Templates';

const useStyles = makeStyles({ line: { display: 'flex', columnGap: '6px' } });

export function WaysToAdd() {
  const styles = useStyles();
  const { t } = useTranslation();
  const [way, setWay] = useState<'one' | 'file' | 'templates' | null>(null);
  const close = () => setWay(null);
  return (
    <div className={styles.line}>
      <Button appearance="primary" icon={<PersonAdd20Regular />} onClick={() => setWay('one')}>
        {t('action.addUser')}
      </Button>
      <Menu>
        <MenuTrigger disableButtonEnhancement>
          <MenuButton appearance="secondary" aria-label={t('import.more')} title={t('import.more')} />
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            <MenuItem icon={<DocumentAdd20Regular />} onClick={() => setWay('file')}>
              {t('import.fromFile')}
            </MenuItem>
            <MenuItem icon={<PersonNote20Regular />} onClick={() => setWay('templates')}>
              {t('import.templates')}
            </MenuItem>
          </MenuList>
        </MenuPopover>
      </Menu>
      {way === 'one' && <AddUser onClose={close} />}
      {way === 'file' && <ImportUsers onClose={close} />}
      {way === 'templates' && <Templates onClose={close} />}
    </div>
  );
}

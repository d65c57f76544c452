// What can be done with the people selected in a list.
import { Button, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger, makeStyles, tokens } from '@fluentui/react-components';
import { Dismiss16Regular } from '@fluentui/react-icons';
import type { ParseKeys } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Picked } from '../../components/table/useSelection';
import type { Many } from '../../gen/types';
import { surfaces } from '../../theme/theme';
import { MailMany } from '../mail/MailMany';
import { ChangeField } from './ChangeField';
import { GroupForMany } from './GroupForMany';
import { LicensesForMany } from './LicensesForMany';
import { ManagerForMany } from './ManagerForMany';
import { MoveDomain } from './MoveDomain';
import { OperationForMany } from './OperationForMany';

const useStyles = makeStyles({
  bar: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '6px', margin: '0 24px 8px', padding: '6px 12px', borderRadius: tokens.borderRadiusMedium, backgroundColor: surfaces.selected, flexShrink: 0 },
  count: { fontWeight: tokens.fontWeightSemibold, marginRight: '6px', fontVariantNumeric: 'tabular-nums' },
  end: { marginLeft: 'auto' },
});

/** What needs no more than a word: the operation with its input. */
interface Plain {
  title: ParseKeys;
  operation: string;
  input: Many['input'];
}

const plain = {
  block: { title: 'action.block', operation: 'update-user', input: { accountEnabled: false } },
  unblock: { title: 'action.unblock', operation: 'update-user', input: { accountEnabled: true } },
  signOut: { title: 'action.signOutEverywhere', operation: 'revoke-sign-in-sessions', input: {} },
  force: { title: 'action.forcePasswordChange', operation: 'force-password-change', input: {} },
  never: { title: 'bulk.never', operation: 'set-password-never-expires', input: { neverExpires: true } },
  ends: { title: 'bulk.ends', operation: 'set-password-never-expires', input: { neverExpires: false } },
  delete: { title: 'action.delete', operation: 'delete-user', input: {} },
  restore: { title: 'action.restore', operation: 'restore-user', input: {} },
  purge: { title: 'action.purge', operation: 'purge-user', input: {} },
} as const satisfies Record<string, Plain>;

const forms = { field: 'bulk.changeField', licenses: 'action.licenses', domain: 'bulk.moveDomain', manager: 'action.manager', group: 'bulk.group', mail: 'mail.reminder' } as const satisfies Record<string, ParseKeys>;

type Act = keyof typeof plain | keyof typeof forms;

const live: { shown: Act[]; more: Act[] } = { shown: ['block', 'signOut', 'licenses', 'field'], more: ['unblock', 'manager', 'group', 'force', 'never', 'ends', 'mail', 'domain', 'delete'] };
const deleted: typeof live = { shown: ['restore', 'purge'], more: [] };

export function BulkBar({ picked }: { picked: Picked }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const [act, setAct] = useState<Act | null>(null);
  const { shown, more } = picked.selection.collection === 'deleted-users' ? deleted : live;
  const nameOf = (one: Act) => t(one in plain ? plain[one as keyof typeof plain].title : forms[one as keyof typeof forms]);
  const close = () => setAct(null);
  const queued = () => {
    close();
    picked.none();
  };
  const props = act && { title: t('bulk.title', { action: nameOf(act), count: picked.count ?? 0 }), of: picked.selection, onQueued: queued, onClose: close };
  return (
    <div className={styles.bar} role="group" aria-label={t('bulk.bar')}>
      <span className={styles.count} role="status">
        {picked.count === null ? t('bulk.all') : t('bulk.chosen', { count: picked.count })}
      </span>
      {shown.map((one) => (
        <Button key={one} size="small" onClick={() => setAct(one)}>
          {nameOf(one)}
        </Button>
      ))}
      {more.length > 0 && (
        <Menu>
          <MenuTrigger disableButtonEnhancement>
            <Button size="small">{t('bulk.more')}</Button>
          </MenuTrigger>
          <MenuPopover>
            <MenuList>
              {more.map((one) => (
                <MenuItem key={one} onClick={() => setAct(one)}>
                  {nameOf(one)}
                </MenuItem>
              ))}
            </MenuList>
          </MenuPopover>
        </Menu>
      )}
      <Button className={styles.end} size="small" appearance="subtle" icon={<Dismiss16Regular />} onClick={picked.none}>
        {t('bulk.none')}
      </Button>
      {props && act in plain && <OperationForMany {...props} operation={plain[act as keyof typeof plain].operation} input={plain[act as keyof typeof plain].input} />}
      {props && act === 'field' && <ChangeField {...props} />}
      {props && act === 'mail' && <MailMany kind="password-expiry" {...props} />}
      {props && act === 'domain' && <MoveDomain {...props} />}
      {props && act === 'manager' && <ManagerForMany {...props} />}
      {props && act === 'group' && <GroupForMany {...props} />}
      {props && act === 'licenses' && <LicensesForMany {...props} />}
    </div>
  );
}

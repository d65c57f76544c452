// Who has licences by a group, and who was to get them and did not, as far as the mirror knows: the users tell.
import { Button, Link, makeStyles, tokens } from '@fluentui/react-components';
import { PersonDelete16Regular } from '@fluentui/react-icons';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../app/query';
import { filterParams, hrefOf } from '../../app/route';
import { useCollectionStatus, useTenant } from '../../app/tenant';
import { Failure } from '../../components/Failure';
import { LicenseError } from '../../components/LicenseError';
import { OperationDialog } from '../../components/OperationDialog';
import { Sign } from '../../components/Sign';
import type { GroupRow, UserRow } from '../../gen/types';
import { nameOf as userName } from '../users/columns';
import { nameOf } from './Groups';

const useStyles = makeStyles({
  heading: { margin: '20px 0 4px', fontSize: tokens.fontSizeBase300, fontWeight: tokens.fontWeightSemibold },
  list: { listStyleType: 'none', margin: 0, padding: 0 },
  one: { padding: '8px 0', borderBottom: `1px solid ${tokens.colorNeutralStroke3}` },
  line: { display: 'flex', alignItems: 'center', justifyContent: 'space-between', columnGap: '8px', overflowWrap: 'anywhere' },
  more: { display: 'block', marginTop: '8px' },
});

/** As many as a panel can show; the list has them all. */
const SHOWN = 25;

export function MembersTab({ row }: { row: GroupRow }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const [leaving, setLeaving] = useState<UserRow | null>(null);
  const id = row.id.toLowerCase();
  const complete = useCollectionStatus('users')?.complete === true;
  const all = useMembers(id);
  const failed = useMembers(`${id}/error`);
  if (all.error) return <Failure error={all.error} />;
  if (!all.data || !failed.data) return null;
  if (all.data.total === 0 && row.licenses.length > 0 && !complete) return <Sign tone="unknown">{t('access.notRead')}</Sign>;
  if (all.data.total === 0) return <p>{t(row.licenses.length === 0 ? 'group.membersUnlicensed' : 'group.membersNone')}</p>;
  const failing = new Set(failed.data.items.map((one) => one.id));
  const rest = all.data.items.filter((one) => !failing.has(one.id));
  const lists = [
    { heading: 'group.membersErrors', items: failed.data.items, total: failed.data.total ?? 0, filter: `${id}/error` },
    { heading: 'group.membersLicensed', items: rest, total: (all.data.total ?? 0) - (failed.data.total ?? 0), filter: id },
  ] as const;
  return (
    <>
      <p>{t('group.membersText')}</p>
      {lists.map(
        ({ heading, items, total, filter }) =>
          total > 0 && (
            <section key={heading} aria-label={t(heading)}>
              <h3 className={styles.heading}>{t(heading)}</h3>
              <ul className={styles.list}>
                {items.map((item) => (
                  <Member key={item.id} user={item.row as UserRow} group={id} onRemove={row.membership === 'assigned' ? setLeaving : undefined} />
                ))}
              </ul>
              <Link className={styles.more} href={hrefOf('users', filterParams({ license_group: [filter] }))}>
                {total > items.length ? `${t('license.andMore', { count: total - items.length })} · ${t('license.openList')}` : t('license.openList')}
              </Link>
            </section>
          ),
      )}
      {leaving && (
        <OperationDialog
          title={t('form.removeMember', { member: userName(leaving), name: nameOf(row) })}
          operation="remove-group-member"
          id={row.id}
          input={{ memberId: leaving.id }}
          fields={[]}
          onClose={() => setLeaving(null)}
        >
          {() => <p style={{ margin: 0 }}>{t('form.removeMemberText')}</p>}
        </OperationDialog>
      )}
    </>
  );
}

function useMembers(filter: string) {
  return useCommand('list', { tenant: useTenant().id, collection: 'users', filters: { license_group: [filter] }, order: 'name', limit: SHOWN });
}

function Member({ user, group, onRemove }: { user: UserRow; group: string; onRemove: ((user: UserRow) => void) | undefined }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const errors = [...user.licenses, ...user.failedLicenses].filter((one) => one.assignedByGroup?.toLowerCase() === group && one.error !== null);
  return (
    <li className={styles.one}>
      <div className={styles.line}>
        <Link href={hrefOf('users', { id: user.id })}>{userName(user)}</Link>
        {onRemove && <Button size="small" appearance="subtle" icon={<PersonDelete16Regular />} aria-label={`${t('action.removeMember')}: ${userName(user)}`} title={t('action.removeMember')} onClick={() => onRemove(user)} />}
      </div>
      {errors.map((one) => (
        <div key={one.skuId}>
          {one.name}
          <LicenseError error={one.error ?? 'Other'} />
        </div>
      ))}
    </li>
  );
}

// When this person's password ends, and why that is the answer; a reminder, and an end to ending.
import { Button, Switch, makeStyles } from '@fluentui/react-components';
import { Mail20Regular } from '@fluentui/react-icons';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Fact, Facts } from '../../components/Facts';
import { When } from '../../components/When';
import type { UserRow } from '../../gen/types';
import { ExpirySign } from '../password-expiry/ExpirySign';
import { NeverExpires, neverExpires } from './NeverExpires';
import { SendReminder } from './SendReminder';

const useStyles = makeStyles({ steps: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '4px 16px', marginTop: '16px' } });

export function PasswordTab({ row }: { row: UserRow }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const [form, setForm] = useState<'never' | 'reminder' | null>(null);
  const close = () => setForm(null);
  const { expiry } = row;
  return (
    <>
      <Facts>
        <Fact name={t('expiry.ends')}>
          <ExpirySign expiry={expiry} />
        </Fact>
        {expiry.at && (
          <Fact name={t('expiry.date')}>
            <When at={expiry.at} as="date" />
          </Fact>
        )}
        <Fact name={t('expiry.why')}>{t(`expiry.reason.${expiry.reason}`, { days: expiry.days ?? 0 })}</Fact>
        {expiry.noticeFrom && (
          <Fact name={t('expiry.noticeFrom')}>
            <When at={expiry.noticeFrom} as="date" />
          </Fact>
        )}
        <Fact name={t('expiry.changed')}>{row.lastPasswordChangeDateTime && <When at={row.lastPasswordChangeDateTime} as="date" />}</Fact>
        <Fact name={t('expiry.policies')}>{row.passwordPolicies}</Fact>
      </Facts>
      <div className={styles.steps}>
        <Button size="small" icon={<Mail20Regular />} onClick={() => setForm('reminder')}>
          {t('action.reminder')}
        </Button>
        <Switch label={t('expiry.neverEnds')} checked={neverExpires(row)} onChange={() => setForm('never')} />
      </div>
      {form === 'never' && <NeverExpires row={row} onClose={close} />}
      {form === 'reminder' && <SendReminder row={row} onClose={close} />}
    </>
  );
}

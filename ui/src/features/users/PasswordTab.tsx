// When this person's password ends, and why that is the answer.
import { useTranslation } from 'react-i18next';
import { Fact, Facts } from '../../components/Facts';
import { When } from '../../components/When';
import type { UserRow } from '../../gen/types';
import { ExpirySign } from '../password-expiry/ExpirySign';

export function PasswordTab({ row }: { row: UserRow }) {
  const { t } = useTranslation();
  const { expiry } = row;
  return (
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
  );
}

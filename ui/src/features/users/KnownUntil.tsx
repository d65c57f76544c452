// Above a list that asks for what is read apart from users: until when that is known, or why it is not.
import { Trans } from 'react-i18next';
import { filtersOf, useParams } from '../../app/route';
import { useCollectionStatus } from '../../app/tenant';
import { SignInsAsOf } from '../../components/SignInsAsOf';
import { When } from '../../components/When';
import { notRead } from '../password-reset/notRead';

export function KnownUntil() {
  const filters = filtersOf(useParams()[0]);
  const idle = filters.idle !== undefined || filters.seat !== undefined;
  const reported = filters.mfa !== undefined || filters.own_reset !== undefined;
  if (!idle && !reported) return false;
  return (
    <div style={{ padding: '0 24px 8px' }}>
      {idle && <SignInsAsOf />}
      {reported && <ReportAsOf />}
    </div>
  );
}

function ReportAsOf() {
  const status = useCollectionStatus('registration-details');
  return (
    <p style={{ margin: 0 }}>
      {status?.asOf != null && <Trans i18nKey="registration.asOf" components={{ when: <When at={status.asOf} /> }} />} {(status?.complete !== true || status.error !== null) && notRead(status)}
    </p>
  );
}

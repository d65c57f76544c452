// When somebody last signed in; or that nobody has; or why it is not known.
import { makeStyles, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { useCollectionStatus } from '../../app/tenant';
import { AsOf } from '../../components/AsOf';
import { Fact, Facts } from '../../components/Facts';
import { Sign } from '../../components/Sign';
import { When } from '../../components/When';
import type { SignIns as Activity } from '../../gen/types';
import { dateCell } from '../../i18n/format';
import { i18next } from '../../i18n/i18n';
import { NOT_PREMIUM } from '../password-reset/notRead';

const useStyles = makeStyles({ why: { margin: '4px 0 0', color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 } });

/** Why it is not known, in a sentence. */
function useWhyUnknown(): string {
  const { t } = useTranslation();
  const state = useCollectionStatus('sign-in-activity');
  if (state?.error?.serverCode === NOT_PREMIUM) return t('signIns.noLicense');
  if (state?.error?.code === 'denied' || state?.error?.code === 'role-missing') return t('signIns.noScope');
  return t(state?.complete === true ? 'signIns.newer' : 'signIns.notRead');
}

export function LastSignIn({ activity }: { activity: Activity }) {
  const { t } = useTranslation();
  if (activity.status === 'dated') return <When at={activity.last} />;
  return activity.status === 'never' ? <>{t('signIns.never')}</> : <Sign tone="unknown">{t('value.unknown')}</Sign>;
}

/** As a file has it. */
export function lastSignInCell(activity: Activity): string | null {
  if (activity.status === 'dated') return dateCell(activity.last);
  return i18next.t(activity.status === 'never' ? 'signIns.never' : 'value.unknown');
}

export function SignIns({ activity }: { activity: Activity }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const asOf = useCollectionStatus('sign-in-activity')?.asOf ?? null;
  const why = useWhyUnknown();
  return (
    <>
      <Facts>
        <Fact name={t('signIns.last')}>
          <LastSignIn activity={activity} />
        </Fact>
        {activity.status === 'dated' && (
          <>
            <Fact name={t('signIns.interactive')}>{activity.interactive && <When at={activity.interactive} />}</Fact>
            <Fact name={t('signIns.nonInteractive')}>{activity.nonInteractive && <When at={activity.nonInteractive} />}</Fact>
            <Fact name={t('signIns.successful')}>{activity.successful && <When at={activity.successful} />}</Fact>
          </>
        )}
      </Facts>
      {activity.status === 'unknown' ? <p className={styles.why}>{why}</p> : asOf !== null && <AsOf at={asOf} />}
    </>
  );
}

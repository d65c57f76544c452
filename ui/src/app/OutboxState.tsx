// How many changes wait, and how many need a person, with the way to them.
import { Badge, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { ArrowUpload20Regular, Warning16Filled } from '@fluentui/react-icons';
import { useTranslation } from 'react-i18next';
import { hrefOf } from './route';
import { useStatus } from './tenant';
import { number } from '../i18n/format';
import { surfaces } from '../theme/theme';

const useStyles = makeStyles({
  link: {
    display: 'flex',
    alignItems: 'center',
    columnGap: '6px',
    padding: '6px 8px',
    borderRadius: tokens.borderRadiusMedium,
    color: tokens.colorNeutralForeground1,
    textDecorationLine: 'none',
    ':hover': { backgroundColor: surfaces.hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  attention: { columnGap: '4px', fontWeight: tokens.fontWeightSemibold, '& > svg': { color: tokens.colorStatusWarningForeground1 } },
});

export function OutboxState() {
  const styles = useStyles();
  const { t } = useTranslation();
  const outbox = useStatus()?.outbox;
  if (!outbox) return null;
  const attention = outbox.attention + outbox.failed;
  const waits = t('outbox.pendingCount', { count: outbox.pending });
  const needs = t('outbox.attentionCount', { count: attention });
  return (
    <>
      <a href={hrefOf('outbox', { tab: 'waits' })} className={styles.link} aria-label={waits} title={waits}>
        <ArrowUpload20Regular aria-hidden />
        {outbox.pending > 0 && <Badge size="small" color="brand" aria-hidden>{number(outbox.pending)}</Badge>}
      </a>
      {attention > 0 && (
        <a href={hrefOf('outbox', { tab: 'needs' })} className={mergeClasses(styles.link, styles.attention)} aria-label={needs} title={needs}>
          <Warning16Filled aria-hidden />
          {number(attention)}
        </a>
      )}
    </>
  );
}

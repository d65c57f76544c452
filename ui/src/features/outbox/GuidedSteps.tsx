// How a person does a change on Microsoft's page: where, on what, which value, and that Kontor then looks.
import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { ArrowSync16Regular, Open16Regular } from '@fluentui/react-icons';
import type { ReactNode } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { useCollectionStatus, useConnection, useStatus } from '../../app/tenant';
import { useSync } from '../../app/useSync';
import { CopyButton } from '../../components/CopyButton';
import { fieldName, fieldText } from '../../components/fieldText';
import { useProductNames } from '../../components/products';
import { When } from '../../components/When';
import type { OperationView } from '../../gen/types';

const useStyles = makeStyles({
  steps: { margin: 0, paddingLeft: '20px', display: 'flex', flexDirection: 'column', rowGap: '10px', '& > li::marker': { fontWeight: tokens.fontWeightSemibold } },
  line: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: '8px', rowGap: '4px' },
  copied: { display: 'inline-flex', alignItems: 'center', minWidth: 0, overflowWrap: 'anywhere', fontWeight: tokens.fontWeightSemibold },
  address: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200, fontWeight: tokens.fontWeightRegular },
  quiet: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
});

export function GuidedSteps({ operation, page }: { operation: OperationView; page: string }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const products = useProductNames();
  const { target, changes, queuedAt, approvedAt } = operation;
  return (
    <ol className={styles.steps} aria-label={t('guided.steps')}>
      <li>
        <div className={styles.line}>
          {t('guided.goTo')}
          <ToCopy text={page} label={t('guided.copyAddress')} className={styles.address} />
        </div>
        <Button as="a" href={page} target="_blank" rel="noreferrer" size="small" appearance="primary" icon={<Open16Regular />}>
          {t('guided.open')}
        </Button>
      </li>
      <li>
        <div className={styles.line}>
          {t('guided.find')}
          <ToCopy text={target.name} label={t('guided.copyName')} />
        </div>
      </li>
      {changes.map(({ field, to }) => (
        <li key={field}>
          <div className={styles.line}>
            {t('guided.enter', { field: fieldName(field) })}
            <ToCopy text={fieldText(t, field, to, products)} label={t('guided.copyValue')} />
          </div>
        </li>
      ))}
      <li>
        {operation.actions.includes('tell') ? t(operation.input.passwordResetFor === 'all' || operation.input.passwordResetFor === 'none' ? 'guided.byReport' : 'guided.unseen') : <LookNow collection={target.collection} since={approvedAt ?? queuedAt} />}
      </li>
    </ol>
  );
}

function ToCopy({ text, label, className }: { text: string; label: string; className?: string }): ReactNode {
  const styles = useStyles();
  return (
    <span className={styles.copied}>
      <span className={className}>{text}</span>
      <CopyButton text={text} label={label} />
    </span>
  );
}

/** The last look, if there was one since, has not shown it: or the change would be done. */
function LookNow({ collection, since }: { collection: string; since: string }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const { start } = useSync();
  const connection = useConnection();
  const looking = useStatus()?.syncing != null;
  const asOf = useCollectionStatus(collection)?.asOf ?? null;
  return (
    <>
      <div className={styles.line}>
        {t('guided.back')}
        <Button size="small" icon={<ArrowSync16Regular />} disabledFocusable={looking || connection === 'work-offline'} onClick={start}>
          {t('sync.now')}
        </Button>
      </div>
      <div className={styles.quiet} role="status">
        {connection !== 'online' && t('guided.needsConnection')}
        {connection === 'online' && asOf !== null && asOf > since && <Trans i18nKey="guided.notYet" components={{ when: <When at={asOf} /> }} />}
      </div>
    </>
  );
}

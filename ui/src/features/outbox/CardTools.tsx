// What any card offers below its steps: its journal, and the same change in the words of other tools.
import { Button, makeStyles } from '@fluentui/react-components';
import { Code16Regular, History16Regular } from '@fluentui/react-icons';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../app/query';
import { useTenant } from '../../app/tenant';
import { Failure } from '../../components/Failure';
import { Timeline } from '../../components/Timeline';
import type { OperationView } from '../../gen/types';
import { CopyAs } from './CopyAs';
import { Times } from './Times';

const useStyles = makeStyles({ line: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: '4px' }, times: { flexGrow: 1 } });

/** `sent`: as a request, so that it has words in other tools. */
export function CardTools({ operation, sent }: { operation: OperationView; sent: boolean }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const [copying, setCopying] = useState(false);
  return (
    <>
      <div className={styles.line}>
        <div className={styles.times}>
          <Times operation={operation} />
        </div>
        <Button size="small" appearance="subtle" icon={<History16Regular />} aria-expanded={open} onClick={() => setOpen(!open)}>
          {t('journal.title')}
        </Button>
        {sent && (
          <Button size="small" appearance="subtle" icon={<Code16Regular />} onClick={() => setCopying(true)}>
            {t('outbox.copyAs')}
          </Button>
        )}
      </div>
      {open && <Journal id={operation.id} />}
      {copying && <CopyAs operation={operation} onClose={() => setCopying(false)} />}
    </>
  );
}

function Journal({ id }: { id: string }) {
  const { data, error } = useCommand('journal', { tenant: useTenant().id, id });
  if (error) return <Failure error={error} />;
  return data ? <Timeline steps={data} /> : null;
}

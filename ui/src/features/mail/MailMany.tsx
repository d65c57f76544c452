// A mail to many from a template: to whom, how it reads to each of them, who is left out and why.
import { Button, Field, Input, SpinButton, makeStyles, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../app/query';
import { useTenant } from '../../app/tenant';
import { Failure } from '../../components/Failure';
import { PersonPicker } from '../../components/PersonPicker';
import { detailOf } from '../../components/detail';
import { previewMail, queueMail } from '../../gen/commands';
import type { MailKind, Selection } from '../../gen/types';
import { known } from '../../i18n/known';
import { BulkDialog } from '../bulk/BulkDialog';
import { MailTemplates } from './MailTemplates';

const useStyles = makeStyles({
  line: { display: 'flex', flexWrap: 'wrap', gap: '12px', alignItems: 'end', '& > *': { flex: '1 1 160px', minWidth: 0 } },
  letter: { margin: 0, padding: '12px 14px', whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', fontFamily: 'inherit', borderRadius: tokens.borderRadiusMedium, backgroundColor: tokens.colorNeutralBackground3 },
  why: { margin: 0 },
});

/** Beyond a year nobody writes about the end of a password. */
const MOST_DAYS = 366;

interface Props {
  kind: MailKind;
  /** These alone; everybody whom it concerns without it. */
  of?: Selection;
  title?: string;
  onQueued?: () => void;
  onClose: () => void;
}

export function MailMany({ kind, of, title, onQueued, onClose }: Props) {
  const styles = useStyles();
  const { t } = useTranslation();
  const tenant = useTenant().id;
  const [days, setDays] = useState<number | null>(14);
  const [from, setFrom] = useState('');
  const [reader, setReader] = useState<{ id: string; name: string } | null>(null);
  const [templates, setTemplates] = useState(false);
  if (templates) return <MailTemplates kind={kind} onClose={() => setTemplates(false)} />;
  const asksDays = kind === 'password-expiry' && !of;
  const draft = { kind, ...(of && { of }), ...(asksDays && days !== null && { within: days }), ...(from.trim() !== '' && { from: from.trim() }) };
  return (
    <BulkDialog
      title={title ?? t(`mail.to.${kind}`)}
      wish={asksDays && days === null ? null : { tenant, draft }}
      look={previewMail}
      queue={queueMail}
      what="mails"
      onQueued={onQueued ?? onClose}
      onClose={onClose}
    >
      <p className={styles.why}>{t(`mail.once.${kind}`)}</p>
      <div className={styles.line}>
        {asksDays && (
          <Field size="small" label={t('mail.within')}>
            <SpinButton
              size="small"
              min={1}
              max={MOST_DAYS}
              value={days}
              onChange={(_, data) => {
                const wanted = data.value ?? Number.parseInt(data.displayValue ?? '', 10);
                setDays(Number.isInteger(wanted) && wanted >= 1 && wanted <= MOST_DAYS ? wanted : null);
              }}
            />
          </Field>
        )}
        <Field size="small" label={known('field', 'from')}>
          <Input value={from} placeholder={t('reminder.fromHint')} onChange={(_, data) => setFrom(data.value)} />
        </Field>
        <Button size="small" onClick={() => setTemplates(true)}>
          {t('mail.templates')}
        </Button>
      </div>
      <Field size="small" label={t('mail.readAs')}>
        <PersonPicker name={reader?.name ?? ''} except="" onChoose={(id, name) => setReader({ id, name })} />
      </Field>
      {reader && <Read kind={kind} id={reader.id} />}
    </BulkDialog>
  );
}

/** The mail as one person would get it. */
function Read({ kind, id }: { kind: MailKind; id: string }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const { data, error, isPlaceholderData } = useCommand('mailLetter', { tenant: useTenant().id, kind, id });
  if (error) return <Failure error={error} />;
  if (!data || isPlaceholderData) return null;
  return (
    <>
      <pre className={styles.letter} lang={data.language} aria-label={t('mail.letter')}>{`${data.to ?? '–'}\n${data.subject}\n\n${data.body}`}</pre>
      {data.whyNot && <p className={styles.why}>{t('mail.notTo', { why: detailOf(data.whyNot) })}</p>}
    </>
  );
}

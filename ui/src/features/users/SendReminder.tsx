// Remind a person of the password: of the end that comes by the tenant's template, of what has ended or has no day in words of its own.
import { Field, Input, Radio, RadioGroup, Textarea } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { OperationDialog, type Replaced } from '../../components/OperationDialog';
import { useNow } from '../../components/now';
import type { Language, MailAbout, UserRow } from '../../gen/types';
import { dateIn } from '../../i18n/format';
import { i18next } from '../../i18n/i18n';
import { known } from '../../i18n/known';
import { LetterForm } from '../mail/LetterForm';
import { nameOf } from './columns';
import { languageOf } from './language';

interface Mail {
  subject: string;
  body: string;
  from: string;
}

/** The prepared text where there is no end to come, in the language of the one who reads it. */
function prepared(row: UserRow, language: Language): Mail {
  const t = i18next.getFixedT(language);
  const { at, status } = row.expiry;
  const values = { displayName: nameOf(row), userPrincipalName: row.userPrincipalName ?? '', date: at === null ? '' : dateIn(language, at) };
  const ended = status === 'dated' && at !== null;
  return { subject: t(ended ? 'reminder.subjectEnded' : 'reminder.subject'), body: t(ended ? 'reminder.bodyEnded' : 'reminder.bodyUndated', values), from: '' };
}

interface Props {
  row: UserRow;
  replaces?: Replaced;
  onClose: () => void;
}

export function SendReminder({ row, replaces, onClose }: Props) {
  const { t } = useTranslation();
  const now = useNow();
  const comes = row.expiry.at !== null && new Date(row.expiry.at).valueOf() > now;
  if (comes && !replaces) return <LetterForm kind="password-expiry" id={row.id} title={t('form.reminder', { name: nameOf(row) })} onClose={onClose} />;
  return <Reminder row={row} onClose={onClose} {...(replaces && { replaces })} />;
}

function Reminder({ row, replaces, onClose }: Props) {
  const { t } = useTranslation();
  const [language, setLanguage] = useState<Language>(() => languageOf(row));
  const [mail, setMail] = useState<Mail>(() => ({ ...prepared(row, languageOf(row)), ...replaces?.input }));
  const { subject, body, from } = mail;
  // What it tells stays the same, whichever words it is told in.
  const about = replaces?.input.about as MailAbout | undefined;
  return (
    <OperationDialog
      title={t('form.reminder', { name: nameOf(row) })}
      operation="send-mail"
      id={row.id}
      input={{ subject, body, ...(from.trim() === '' ? {} : { from: from.trim() }), ...(about ? { about } : {}) }}
      fields={['subject', 'body', 'from']}
      replaces={replaces}
      onClose={onClose}
    >
      {(errorOf) => (
        <>
          <Field label={t('reminder.language')}>
            <RadioGroup
              layout="horizontal"
              value={language}
              onChange={(_, data) => {
                setLanguage(data.value as Language);
                setMail({ ...prepared(row, data.value as Language), from });
              }}
            >
              <Radio value="en" label="English" />
              <Radio value="nb" label="Norsk" />
            </RadioGroup>
          </Field>
          <Field label={known('field', 'subject')} validationMessage={errorOf('subject')}>
            <Input value={subject} lang={language} onChange={(_, data) => setMail({ ...mail, subject: data.value })} />
          </Field>
          <Field label={known('field', 'body')} validationMessage={errorOf('body')}>
            <Textarea rows={7} resize="vertical" value={body} lang={language} onChange={(_, data) => setMail({ ...mail, body: data.value })} />
          </Field>
          <Field label={known('field', 'from')} hint={t('reminder.fromHint')} validationMessage={errorOf('from')}>
            <Input value={from} onChange={(_, data) => setMail({ ...mail, from: data.value })} />
          </Field>
        </>
      )}
    </OperationDialog>
  );
}

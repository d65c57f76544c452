// Remind a person that the password ends: a prepared mail in their language, which can be changed before it is queued.
import { Field, Input, Radio, RadioGroup, Textarea } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { OperationDialog, type Replaced } from '../../components/OperationDialog';
import type { Language, UserRow } from '../../gen/types';
import { dateIn } from '../../i18n/format';
import { i18next } from '../../i18n/i18n';
import { known } from '../../i18n/known';
import { nameOf } from './columns';
import { languageOf } from './language';

interface Mail {
  subject: string;
  body: string;
  from: string;
}

/** The prepared text, in the language of the one who reads it. */
function prepared(row: UserRow, language: Language): Mail {
  const t = i18next.getFixedT(language);
  const { at, status } = row.expiry;
  const values = { name: row.givenName ?? nameOf(row), upn: row.userPrincipalName ?? '', date: at === null ? '' : dateIn(language, at) };
  const ended = at !== null && new Date(at).valueOf() <= Date.now();
  const body = status !== 'dated' || at === null ? t('reminder.bodyUndated', values) : ended ? t('reminder.bodyEnded', values) : t('reminder.body', values);
  return { subject: ended ? t('reminder.subjectEnded') : t('reminder.subject'), body, from: '' };
}

export function SendReminder({ row, replaces, onClose }: { row: UserRow; replaces?: Replaced; onClose: () => void }) {
  const { t } = useTranslation();
  const [language, setLanguage] = useState<Language>(() => languageOf(row));
  const [mail, setMail] = useState<Mail>(() => ({ ...prepared(row, languageOf(row)), ...replaces?.input }));
  const { subject, body, from } = mail;
  return (
    <OperationDialog
      title={t('form.reminder', { name: nameOf(row) })}
      operation="send-mail"
      id={row.id}
      input={{ subject, body, ...(from.trim() === '' ? {} : { from: from.trim() }) }}
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

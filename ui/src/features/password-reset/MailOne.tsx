// A mail to one person who has not registered: prepared in their language, changed at will, shown before it is queued.
import { Field, Input, Radio, RadioGroup, Textarea } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../app/query';
import { useTenant } from '../../app/tenant';
import { OperationDialog } from '../../components/OperationDialog';
import type { Language, RegistrationDetailsRow, UserRow } from '../../gen/types';
import { i18next } from '../../i18n/i18n';
import { known } from '../../i18n/known';
import { languageOf } from '../users/language';
import { type Mail, prepared } from './mail';

export function MailOne({ row, onClose }: { row: RegistrationDetailsRow; onClose: () => void }) {
  const { t } = useTranslation();
  const reader = useCommand('show', { tenant: useTenant().id, collection: 'users', id: row.id }).data?.row as UserRow | undefined;
  const [chosen, setLanguage] = useState<Language | null>(null);
  const [written, setMail] = useState<Mail | null>(null);
  const language = chosen ?? (reader ? languageOf(reader) : i18next.language === 'nb' ? 'nb' : 'en');
  const mail = written ?? prepared(row, language);
  return (
    <OperationDialog title={t('form.registerMail', { name: row.userDisplayName ?? row.id })} operation="send-mail" id={row.id} input={mail} fields={['subject', 'body']} onClose={onClose}>
      {(errorOf) => (
        <>
          <Field label={t('reminder.language')}>
            <RadioGroup
              layout="horizontal"
              value={language}
              onChange={(_, data) => {
                setLanguage(data.value as Language);
                setMail(null);
              }}
            >
              <Radio value="en" label="English" />
              <Radio value="nb" label="Norsk" />
            </RadioGroup>
          </Field>
          <Field label={known('field', 'subject')} validationMessage={errorOf('subject')}>
            <Input value={mail.subject} lang={language} onChange={(_, data) => setMail({ ...mail, subject: data.value })} />
          </Field>
          <Field label={known('field', 'body')} validationMessage={errorOf('body')}>
            <Textarea rows={7} resize="vertical" value={mail.body} lang={language} onChange={(_, data) => setMail({ ...mail, body: data.value })} />
          </Field>
        </>
      )}
    </OperationDialog>
  );
}

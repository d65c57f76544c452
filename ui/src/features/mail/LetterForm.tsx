// A mail to one person from the template in their language: changed at will, shown before it is queued.
import { Field, Input, Radio, RadioGroup, Textarea } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../app/query';
import { useTenant } from '../../app/tenant';
import { Failure } from '../../components/Failure';
import { OperationDialog } from '../../components/OperationDialog';
import { detailOf } from '../../components/detail';
import type { MailKind } from '../../gen/types';
import { known } from '../../i18n/known';
import { languageName } from './languageName';

interface Props {
  kind: MailKind;
  id: string;
  title: string;
  onClose: () => void;
}

export function LetterForm({ kind, id, title, onClose }: Props) {
  const { t } = useTranslation();
  const tenant = useTenant().id;
  const [language, setLanguage] = useState<string | null>(null);
  const [written, setWritten] = useState<{ subject: string; body: string } | null>(null);
  const [from, setFrom] = useState('');
  const { data: letter, error } = useCommand('mailLetter', { tenant, kind, id, ...(language !== null && { language }) });
  const templates = useCommand('mailTemplates', { tenant }).data?.templates.filter((one) => one.kind === kind) ?? [];
  const { subject, body } = written ?? letter ?? { subject: '', body: '' };
  const about = letter?.about ?? undefined;
  const input = letter ? { subject, body, ...(from.trim() !== '' && { from: from.trim() }), ...(about && { about }) } : null;
  return (
    <OperationDialog title={title} operation="send-mail" id={id} input={input} fields={['subject', 'body', 'from']} onClose={onClose}>
      {(errorOf) => (
        <>
          {error && <Failure error={error} />}
          {letter && !about && <div>{t('mail.again', { why: detailOf(letter.whyNot ?? undefined) })}</div>}
          <Field label={t('reminder.language')}>
            <RadioGroup
              layout="horizontal"
              value={language ?? letter?.language ?? ''}
              onChange={(_, data) => {
                setLanguage(data.value);
                setWritten(null);
              }}
            >
              {templates.map((one) => (
                <Radio key={one.language} value={one.language} label={languageName(one.language)} />
              ))}
            </RadioGroup>
          </Field>
          <Field label={known('field', 'subject')} validationMessage={errorOf('subject')}>
            <Input value={subject} lang={letter?.language} onChange={(_, data) => setWritten({ subject: data.value, body })} />
          </Field>
          <Field label={known('field', 'body')} validationMessage={errorOf('body')}>
            <Textarea rows={7} resize="vertical" value={body} lang={letter?.language} onChange={(_, data) => setWritten({ subject, body: data.value })} />
          </Field>
          <Field label={known('field', 'from')} hint={t('reminder.fromHint')} validationMessage={errorOf('from')}>
            <Input value={from} onChange={(_, data) => setFrom(data.value)} />
          </Field>
        </>
      )}
    </OperationDialog>
  );
}

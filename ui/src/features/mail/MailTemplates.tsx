// The words of a mail in each language: Kontor's own until the admin writes others.
import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, Dropdown, Field, Input, MessageBar, MessageBarBody, Option, Radio, RadioGroup, Textarea, makeStyles, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../app/query';
import { useTenant } from '../../app/tenant';
import { Failure } from '../../components/Failure';
import { useReturnFocus } from '../../components/useReturnFocus';
import { setMailLanguage, setMailTemplate } from '../../gen/commands';
import type { Error as Failed, MailKind } from '../../gen/types';
import { list } from '../../i18n/format';
import { known } from '../../i18n/known';
import { languageName } from './languageName';

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', rowGap: '12px', '& > p': { margin: 0 } },
  add: { display: 'flex', columnGap: '8px', alignItems: 'center', '& button': { whiteSpace: 'nowrap' } },
  button: { whiteSpace: 'nowrap' },
  quiet: { color: tokens.colorNeutralForeground3 },
});

interface Words {
  subject: string;
  body: string;
}

export function MailTemplates({ kind, onClose }: { kind: MailKind; onClose: () => void }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const tenant = useTenant().id;
  useReturnFocus();
  const all = useCommand('mailTemplates', { tenant });
  const [language, setLanguage] = useState('en');
  const [added, setAdded] = useState('');
  const [written, setWritten] = useState<Words | null>(null);
  const [refused, setRefused] = useState<Failed | null>(null);
  const templates = (all.data?.templates ?? []).filter((one) => one.kind === kind);
  const kept = templates.find((one) => one.language === language);
  const words: Words = written ?? { subject: kept?.subject ?? '', body: kept?.body ?? '' };
  const languages = kept ? templates.map((one) => one.language) : [...templates.map((one) => one.language), language];
  const placeholders = (all.data?.placeholders[kind] ?? []).map((name) => `{{${name}}}`);
  const errorOf = (field: string) => (refused?.field === field ? <Failure error={refused} /> : undefined);

  function choose(next: string) {
    setLanguage(next);
    setWritten(null);
    setRefused(null);
  }

  async function keep(act: () => Promise<unknown>) {
    setRefused(null);
    try {
      await act();
      setWritten(null);
    } catch (cause) {
      setRefused(cause as Failed);
    }
  }

  return (
    <Dialog open onOpenChange={(_, data) => !data.open && onClose()}>
      <DialogSurface style={{ maxWidth: 620 }}>
        <DialogBody>
          <DialogTitle>{t('mail.templatesOf', { mail: t(`mail.to.${kind}`) })}</DialogTitle>
          <DialogContent className={styles.content}>
            {all.error && <Failure error={all.error} />}
            <Field label={t('reminder.language')}>
              <RadioGroup layout="horizontal" value={language} onChange={(_, data) => choose(data.value)}>
                {languages.map((one) => (
                  <Radio key={one} value={one} label={languageName(one)} />
                ))}
              </RadioGroup>
            </Field>
            <div className={styles.add}>
              <Field label={t('mail.another')} hint={t('mail.anotherHint')} validationMessage={errorOf('language')}>
                <Input value={added} onChange={(_, data) => setAdded(data.value)} />
              </Field>
              <Button
                disabled={added.trim() === ''}
                onClick={() => {
                  choose(added.trim().toLowerCase());
                  setAdded('');
                }}
              >
                {t('mail.write')}
              </Button>
            </div>
            <Field label={known('field', 'subject')} validationMessage={errorOf('subject')}>
              <Input value={words.subject} lang={language} onChange={(_, data) => setWritten({ ...words, subject: data.value })} />
            </Field>
            <Field label={known('field', 'body')} validationMessage={errorOf('body')}>
              <Textarea rows={9} resize="vertical" value={words.body} lang={language} onChange={(_, data) => setWritten({ ...words, body: data.value })} />
            </Field>
            <p className={styles.quiet}>{t('mail.placeholders', { names: list(placeholders) })}</p>
            {kept && all.data && (
              <Field label={t('mail.defaultLanguage')}>
                <Dropdown
                  value={languageName(all.data.defaultLanguage)}
                  selectedOptions={[all.data.defaultLanguage]}
                  onOptionSelect={(_, data) => data.optionValue !== undefined && void keep(() => setMailLanguage({ tenant, language: data.optionValue as string }))}
                >
                  {templates.map((one) => (
                    <Option key={one.language} value={one.language}>
                      {languageName(one.language)}
                    </Option>
                  ))}
                </Dropdown>
              </Field>
            )}
            {refused && !['subject', 'body', 'language'].includes(refused.field ?? '') && (
              <MessageBar intent="error" layout="multiline">
                <MessageBarBody>
                  <Failure error={refused} />
                </MessageBarBody>
              </MessageBar>
            )}
          </DialogContent>
          <DialogActions>
            {kept?.edited && <Button className={styles.button} onClick={() => void keep(() => setMailTemplate({ tenant, kind, language }).then(() => !kept.hasOwn && choose('en')))}>{t(kept.hasOwn ? 'mail.own' : 'mail.remove')}</Button>}
            <Button onClick={onClose}>{t('action.close')}</Button>
            <Button appearance="primary" disabled={written === null} onClick={() => void keep(() => setMailTemplate({ tenant, kind, language, words }))}>
              {t('action.save')}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

// Users from a file: chosen or dropped, told row by row, queued once the admin says so, with the passwords that were made shown once.
import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, Dropdown, Field, MessageBar, MessageBarBody, Option, Spinner, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { ArrowDownload20Regular, DocumentAdd24Regular } from '@fluentui/react-icons';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../app/query';
import { useTenant } from '../../app/tenant';
import { Failure } from '../../components/Failure';
import { Saved } from '../../components/Saved';
import { useReturnFocus } from '../../components/useReturnFocus';
import { blankImport, cancelWork, previewImport, queueImport } from '../../gen/commands';
import type { Error as Failed, ImportPreview, Imported } from '../../gen/types';
import { saveFile } from '../../host';
import { separator } from '../../i18n/format';
import { i18next } from '../../i18n/i18n';
import { FirstPasswords } from './FirstPasswords';
import { Told } from './Told';
import { contentOf } from './contentOf';

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', rowGap: '14px', overflowX: 'hidden' },
  quiet: { margin: 0, color: tokens.colorNeutralForeground3 },
  drop: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: '8px 12px',
    padding: '14px',
    borderRadius: tokens.borderRadiusMedium,
    border: `1px dashed ${tokens.colorNeutralStroke1}`,
  },
  over: { backgroundColor: tokens.colorBrandBackground2 },
  name: { fontWeight: tokens.fontWeightSemibold, overflowWrap: 'anywhere' },
  submit: { whiteSpace: 'nowrap' },
});

interface Chosen {
  name: string;
  content: string;
}

export function ImportUsers({ onClose }: { onClose: () => void }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const tenant = useTenant().id;
  useReturnFocus();
  const picker = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [template, setTemplate] = useState('');
  const templates = useCommand('userTemplates', { tenant }).data ?? [];
  const wish = (file: Chosen, name: string) => ({ tenant, file: file.content, ...(name === '' ? {} : { template: name }) });
  const look = useMutation<ImportPreview, Failed, { file: Chosen; name: string }>({ mutationFn: ({ file, name }) => previewImport(wish(file, name)) });
  const add = useMutation<Imported, Failed, { file: Chosen; expected: number }>({ mutationFn: ({ file, expected }) => queueImport({ ...wish(file, template), expected }) });
  const read = useMutation<unknown, Failed, File>({
    mutationFn: async (file) => {
      const next = { name: file.name, content: await contentOf(file) };
      setChosen(next);
      add.reset();
      look.mutate({ file: next, name: template });
    },
    onError: () => {
      setChosen(null);
      look.reset();
    },
  });
  const blank = useMutation<string | null, Failed>({
    mutationFn: async () => saveFile(t('import.blankName'), (await blankImport({ language: i18next.language === 'nb' ? 'nb' : 'en', separator: separator() })).text),
  });
  const preview = look.data;
  const busy = look.isPending || add.isPending;

  function choose(files: FileList | null) {
    const file = files?.[0];
    if (file && !busy) read.mutate(file);
  }

  function close() {
    if (busy) void cancelWork({ tenant });
    if (!add.isPending) onClose();
  }

  if (add.data) return <FirstPasswords done={add.data} onClose={onClose} />;
  return (
    <Dialog open onOpenChange={(_, data) => !data.open && close()}>
      <DialogSurface style={{ maxWidth: 720 }}>
        <DialogBody>
          <DialogTitle>{t('import.title')}</DialogTitle>
          <DialogContent className={styles.content}>
            <p className={styles.quiet}>{t('import.text')}</p>
            {/* eslint-disable-next-line jsx-a11y/no-static-element-interactions -- the button in it does the same for the keyboard */}
            <div
              className={mergeClasses(styles.drop, over && styles.over)}
              onDragOver={(event) => {
                event.preventDefault();
                setOver(true);
              }}
              onDragLeave={() => setOver(false)}
              onDrop={(event) => {
                event.preventDefault();
                setOver(false);
                choose(event.dataTransfer.files);
              }}
            >
              <input
                ref={picker}
                type="file"
                hidden
                accept=".csv,.txt,.tsv,text/csv"
                onChange={(event) => {
                  choose(event.currentTarget.files);
                  // The same file, mended, is chosen again.
                  event.currentTarget.value = '';
                }}
              />
              <Button appearance={chosen ? 'secondary' : 'primary'} icon={<DocumentAdd24Regular />} disabled={busy} onClick={() => picker.current?.click()}>
                {t(chosen ? 'import.another' : 'import.choose')}
              </Button>
              {chosen ? <span className={styles.name}>{chosen.name}</span> : <span className={styles.quiet}>{t('import.drop')}</span>}
              <Button appearance="subtle" icon={<ArrowDownload20Regular />} onClick={() => blank.mutate()}>
                {t('import.blank')}
              </Button>
            </div>
            {(blank.isSuccess || blank.isError) && <Saved path={blank.data} error={blank.error} />}
            {templates.length > 0 && (
              <Field size="small" label={t('import.template')}>
                <Dropdown
                  value={template === '' ? t('import.noTemplate') : template}
                  selectedOptions={[template]}
                  disabled={busy}
                  onOptionSelect={(_, data) => {
                    const name = data.optionValue ?? '';
                    setTemplate(name);
                    if (chosen) look.mutate({ file: chosen, name });
                  }}
                >
                  {['', ...templates.map((one) => one.name)].map((name) => (
                    <Option key={name} value={name}>
                      {name === '' ? t('import.noTemplate') : name}
                    </Option>
                  ))}
                </Dropdown>
              </Field>
            )}
            {busy && <Spinner size="tiny" labelPosition="after" label={t(add.isPending ? 'bulk.queueing' : 'bulk.looking')} />}
            {preview && !look.isPending && <Told preview={preview} />}
            {[read.error, look.error, add.error].map(
              (error, index) =>
                error && (
                  <MessageBar key={index} intent="error" layout="multiline">
                    <MessageBarBody>
                      <Failure error={error} />
                    </MessageBarBody>
                  </MessageBar>
                ),
            )}
          </DialogContent>
          <DialogActions>
            <Button onClick={close}>{t('action.cancel')}</Button>
            <Button
              className={styles.submit}
              appearance="primary"
              disabled={busy || !chosen || !preview || preview.goes === 0}
              onClick={() => chosen && preview && add.mutate({ file: chosen, expected: preview.goes })}
            >
              {preview && preview.wrong.length > 0 ? t('import.addRight', { count: preview.goes }) : t('import.addAll', { count: preview?.goes ?? 0 })}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

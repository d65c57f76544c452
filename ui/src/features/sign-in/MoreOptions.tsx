// Which organization, which app registration, which cloud.
import { Field, Input, Select, makeStyles } from '@fluentui/react-components';
import type { ParseKeys } from 'i18next';
import { useTranslation } from 'react-i18next';
import { AppChoice } from './AppChoice';
import { type Wish, clouds } from './wish';

const useStyles = makeStyles({ more: { display: 'flex', flexDirection: 'column', rowGap: '14px' } });

const names: Record<Wish['cloud'], ParseKeys> = { global: 'signIn.global', 'usgov-high': 'signIn.usgov-high', china: 'signIn.china', file: 'signIn.file' };

interface Props {
  wish: Wish;
  onChange: (change: Partial<Wish>) => void;
  cloudError: string | undefined;
}

export function MoreOptions({ wish, onChange, cloudError }: Props) {
  const styles = useStyles();
  const { t } = useTranslation();
  return (
    <div className={styles.more}>
      <Field label={t('signIn.organization')} hint={t('signIn.organizationHint')}>
        <Input value={wish.organization} autoComplete="off" spellCheck={false} onChange={(_, data) => onChange({ organization: data.value })} />
      </Field>
      <AppChoice app={wish.app} clientId={wish.clientId} onChange={onChange} />
      <Field label={t('signIn.cloud')} validationMessage={wish.cloud === 'file' ? undefined : cloudError}>
        <Select value={wish.cloud} onChange={(_, data) => onChange({ cloud: data.value as Wish['cloud'] })}>
          {clouds.map((cloud) => (
            <option key={cloud} value={cloud}>
              {t(names[cloud])}
            </option>
          ))}
        </Select>
      </Field>
      {wish.cloud === 'file' && (
        <Field label={t('signIn.filePath')} hint={t('signIn.filePathHint')} validationMessage={cloudError} required>
          <Input value={wish.file} autoComplete="off" spellCheck={false} onChange={(_, data) => onChange({ file: data.value })} />
        </Field>
      )}
    </div>
  );
}

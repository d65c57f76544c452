// What to give before the sign-in: a name and a way; the rest is folded, since it is right for most.
import { Button, Field, Input, Radio, RadioGroup, makeStyles, tokens } from '@fluentui/react-components';
import { ChevronDown16Regular, ChevronRight16Regular } from '@fluentui/react-icons';
import { useTranslation } from 'react-i18next';
import { detailOf } from '../../components/detail';
import type { Error as Failed, How } from '../../gen/types';
import { MoreOptions } from './MoreOptions';
import { NotSignedIn } from './NotSignedIn';
import { Explained } from './Explained';
import type { Wish } from './wish';

const useStyles = makeStyles({
  fold: { alignSelf: 'start', marginLeft: '-8px' },
  asks: { padding: '12px 14px', borderRadius: tokens.borderRadiusMedium, backgroundColor: tokens.colorNeutralBackground3 },
  heading: { margin: '0 0 4px', fontSize: tokens.fontSizeBase200, fontWeight: tokens.fontWeightSemibold, color: tokens.colorNeutralForeground2 },
});

interface Props {
  wish: Wish;
  onChange: (change: Partial<Wish>) => void;
  /** Whether the rest is unfolded. */
  more: boolean;
  onMore: (more: boolean) => void;
  error: Failed | null;
}

export function ConnectForm({ wish, onChange, more, onMore, error }: Props) {
  const styles = useStyles();
  const { t } = useTranslation();
  const errorOf = (field: string) => (error?.field === field ? detailOf(error) : undefined);
  const atField = more && error?.field === 'cloud';
  return (
    <>
      {error && !atField && <NotSignedIn error={error} />}
      <Field label={t('signIn.name')} hint={t('signIn.nameHint')} required>
        <Input value={wish.name} autoComplete="off" onChange={(_, data) => onChange({ name: data.value })} />
      </Field>
      <Field label={t('signIn.with')}>
        <RadioGroup value={wish.how} onChange={(_, data) => onChange({ how: data.value as How })}>
          <Radio value="browser" label={<Explained label={t('signIn.browser')} text={t('signIn.browserHint')} />} />
          <Radio value="device-code" label={<Explained label={t('signIn.device-code')} text={t('signIn.codeHint')} />} />
        </RadioGroup>
      </Field>
      <Button
        className={styles.fold}
        size="small"
        appearance="subtle"
        icon={more ? <ChevronDown16Regular /> : <ChevronRight16Regular />}
        aria-expanded={more}
        onClick={() => onMore(!more)}
      >
        {t('signIn.more')}
      </Button>
      {more && <MoreOptions wish={wish} onChange={onChange} cloudError={errorOf('cloud')} />}
      <section className={styles.asks}>
        <h3 className={styles.heading}>{t('signIn.asks')}</h3>
        {t('signIn.asksText')}
      </section>
    </>
  );
}

// The fields of a password policy: how long passwords last and when users are told, or that they never end.
import { Field, Input, Radio, RadioGroup } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { Policy } from './policy';

interface Props {
  policy: Policy;
  onChange: (policy: Policy) => void;
  errorOf: (field: string) => string | undefined;
}

export function PolicyFields({ policy, onChange, errorOf }: Props) {
  const { t } = useTranslation();
  return (
    <>
      <Field label={t('domain.validity')}>
        <RadioGroup value={policy.never ? 'never' : 'days'} onChange={(_, data) => onChange({ ...policy, never: data.value === 'never' })}>
          <Radio value="never" label={t('domain.never')} />
          <Radio value="days" label={t('domain.lastDays')} />
        </RadioGroup>
      </Field>
      {!policy.never && (
        <>
          <Field label={t('domain.validityDays')} hint={t('domain.validityHint')} validationMessage={errorOf('passwordValidityPeriodInDays')}>
            <Input type="number" min={14} max={730} value={policy.validity} onChange={(_, data) => onChange({ ...policy, validity: data.value })} />
          </Field>
          <Field label={t('domain.noticeDays')} hint={t('domain.noticeHint')} validationMessage={errorOf('passwordNotificationWindowInDays')}>
            <Input type="number" min={1} max={30} value={policy.notice} onChange={(_, data) => onChange({ ...policy, notice: data.value })} />
          </Field>
        </>
      )}
    </>
  );
}

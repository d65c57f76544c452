// Which app registration signs people in: Microsoft's own, or one of the organization's.
import { Field, Radio, RadioGroup } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { Explained } from './Explained';
import { OwnApp } from './OwnApp';
import type { Wish } from './wish';

export type App = Pick<Wish, 'app' | 'clientId'>;

export function AppChoice({ app, clientId, onChange }: App & { onChange: (change: Partial<App>) => void }) {
  const { t } = useTranslation();
  return (
    <>
      <Field label={t('signIn.app')}>
        <RadioGroup value={app} onChange={(_, data) => onChange({ app: data.value as App['app'] })}>
          <Radio value="shared" label={<Explained label={t('signIn.shared')} text={t('signIn.sharedText')} />} />
          <Radio value="own" label={<Explained label={t('signIn.own')} text={t('signIn.ownText')} />} />
        </RadioGroup>
      </Field>
      {app === 'own' && <OwnApp clientId={clientId} onChange={(clientId) => onChange({ clientId })} />}
    </>
  );
}

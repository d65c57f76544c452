// Password expiration as a list, a calendar, or by what is wrong with the policies; and the mail to those concerned.
import { Tab, TabList } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { useParams } from '../../app/route';
import { MailButton } from '../mail/MailButton';

const views = ['list', 'calendar', 'gaps'] as const;
export type View = (typeof views)[number];

export function useView(): [View, (view: View) => void] {
  const [params, change] = useParams();
  return [views.find((view) => view === params.view) ?? 'list', (view) => change({ view: view === 'list' ? undefined : view, id: undefined })];
}

function Views() {
  const { t } = useTranslation();
  const [view, setView] = useView();
  return (
    <TabList size="small" aria-label={t('calendar.views')} selectedValue={view} onTabSelect={(_, data) => setView(data.value as View)}>
      {views.map((one) => (
        <Tab key={one} value={one}>
          {t(`calendar.${one}`)}
        </Tab>
      ))}
    </TabList>
  );
}

export function Tools() {
  return (
    <div style={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '12px' }}>
      <Views />
      <MailButton kind="password-expiry" />
    </div>
  );
}

// The first thing one sees: what Kontor reads, where it keeps it, what it never does.
import { Button, Spinner, makeStyles, tokens } from '@fluentui/react-components';
import { CloudArrowDown24Regular, LockClosed24Regular, ShieldCheckmark24Regular } from '@fluentui/react-icons';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import icon from '../../../../icons/icon.svg';
import { SettingsMenu } from '../../app/SettingsMenu';
import { useTitle } from '../../app/useTitle';
import { Failure } from '../../components/Failure';
import { openDemo } from '../../gen/commands';
import type { Settings } from '../../gen/types';
import { ConnectTenant } from '../sign-in/ConnectTenant';

const useStyles = makeStyles({
  page: { height: '100%', overflowY: 'auto', display: 'grid', placeItems: 'center', padding: '24px', boxSizing: 'border-box' },
  menu: { position: 'absolute', top: '8px', right: '12px' },
  inner: { maxWidth: '560px', display: 'flex', flexDirection: 'column', rowGap: '24px' },
  title: { margin: 0, fontSize: tokens.fontSizeHero800, lineHeight: tokens.lineHeightHero800, fontWeight: tokens.fontWeightSemibold },
  lead: { margin: '8px 0 0', fontSize: tokens.fontSizeBase400, lineHeight: tokens.lineHeightBase400, color: tokens.colorNeutralForeground2 },
  points: { listStyleType: 'none', margin: 0, padding: 0, display: 'flex', flexDirection: 'column', rowGap: '16px' },
  point: { display: 'grid', gridTemplateColumns: '24px 1fr', columnGap: '16px', '& > svg': { color: tokens.colorBrandForeground1 } },
  heading: { fontWeight: tokens.fontWeightSemibold },
  text: { color: tokens.colorNeutralForeground2 },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: '12px' },
  note: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
});

interface Props {
  settings: Settings;
  version: string;
  onTenant: (id: string) => void;
}

export function Welcome({ settings, version, onTenant }: Props) {
  const styles = useStyles();
  const { t } = useTranslation();
  useTitle();
  const demo = useMutation({ mutationFn: () => openDemo() });
  const [connecting, setConnecting] = useState(false);
  const points = [
    { icon: CloudArrowDown24Regular, heading: t('welcome.reads'), text: t('welcome.readsText') },
    { icon: LockClosed24Regular, heading: t('welcome.keeps'), text: t('welcome.keepsText') },
    { icon: ShieldCheckmark24Regular, heading: t('welcome.never'), text: t('welcome.neverText') },
  ];
  return (
    <main className={styles.page}>
      <div className={styles.menu}>
        <SettingsMenu state={{ settings, version }} />
      </div>
      <div className={styles.inner}>
        <img src={icon} width={64} height={64} alt="" />
        <div>
          <h1 className={styles.title}>{t('welcome.title')}</h1>
          <p className={styles.lead}>{t('welcome.lead')}</p>
        </div>
        <ul className={styles.points}>
          {points.map((point) => (
            <li key={point.heading} className={styles.point}>
              <point.icon aria-hidden />
              <div>
                <div className={styles.heading}>{point.heading}</div>
                <div className={styles.text}>{point.text}</div>
              </div>
            </li>
          ))}
        </ul>
        <div>
          <div className={styles.buttons}>
            <Button appearance="primary" size="large" onClick={() => setConnecting(true)}>
              {t('signIn.connect')}
            </Button>
            <Button size="large" disabled={demo.isPending} icon={demo.isPending ? <Spinner size="tiny" /> : undefined} onClick={() => demo.mutate()}>
              {t('welcome.demo')}
            </Button>
          </div>
          <p className={styles.note}>{t('welcome.demoText')}</p>
        </div>
        {demo.error && <Failure error={demo.error} />}
      </div>
      {connecting && <ConnectTenant onTenant={onTenant} onClose={() => setConnecting(false)} />}
    </main>
  );
}

// The top bar: whose tenant this is, search, the state of connection and outbox, settings.
import { Badge, SearchBox, makeStyles, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import icon from '../../../icons/icon.svg';
import type { AppState } from '../gen/types';
import { DemoMenu } from './DemoMenu';
import { OutboxState } from './OutboxState';
import { SettingsMenu } from './SettingsMenu';
import { SyncState } from './SyncState';
import { TenantMenu } from './TenantMenu';
import { goTo, hrefOf } from './route';
import { useTenant } from './tenant';

const useStyles = makeStyles({
  bar: {
    display: 'flex',
    alignItems: 'center',
    columnGap: '8px',
    height: '48px',
    padding: '0 12px',
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground1,
  },
  product: { display: 'flex', alignItems: 'center', columnGap: '8px', fontWeight: tokens.fontWeightSemibold, fontSize: tokens.fontSizeBase400 },
  divider: { width: '1px', height: '20px', backgroundColor: tokens.colorNeutralStroke2, margin: '0 4px' },
  search: { flexGrow: 1, display: 'flex', justifyContent: 'center', minWidth: '120px' },
  box: { width: '100%', maxWidth: '320px' },
});

interface Props {
  state: AppState;
  onTenant: (id: string) => void;
  onConnect: () => void;
  onSignIn: (() => void) | null;
  onHelp: () => void;
}

export function TopBar({ state, onTenant, onConnect, onSignIn, onHelp }: Props) {
  const styles = useStyles();
  const { t } = useTranslation();
  const tenant = useTenant();
  const [text, setText] = useState('');
  return (
    <header className={styles.bar}>
      <span className={styles.product}>
        <img src={icon} width={24} height={24} alt="" />
        Kontor
      </span>
      <span className={styles.divider} />
      <TenantMenu tenants={state.tenants} onTenant={onTenant} onConnect={onConnect} onSignIn={onSignIn} />
      {tenant.demo && (
        <Badge appearance="tint" color="brand">
          {t('frame.demo')}
        </Badge>
      )}
      <search className={styles.search}>
        <SearchBox
          data-search="all"
          size="small"
          className={styles.box}
          aria-label={t('frame.search')}
          placeholder={t('frame.search')}
          value={text}
          onChange={(_, data) => setText(data.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || text.trim() === '') return;
            // Everybody is searched, guests too.
            goTo(hrefOf('users', { search: text.trim() }));
            setText('');
          }}
        />
      </search>
      <SyncState />
      <OutboxState />
      {tenant.demo && <DemoMenu />}
      <SettingsMenu state={state} onHelp={onHelp} />
    </header>
  );
}

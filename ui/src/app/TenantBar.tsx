// What the top bar has of a tenant: search, the state of connection and outbox, and the demo's own.
import { Badge, SearchBox, makeStyles } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DemoMenu } from './DemoMenu';
import { OutboxState } from './OutboxState';
import { SyncState } from './SyncState';
import { goTo, hrefOf } from './route';
import { useTenant } from './tenant';

const useStyles = makeStyles({
  search: { flexGrow: 1, display: 'flex', justifyContent: 'center', minWidth: '120px' },
  box: { width: '100%', maxWidth: '320px' },
});

export function TenantBar() {
  const styles = useStyles();
  const { t } = useTranslation();
  const { demo } = useTenant();
  const [text, setText] = useState('');
  return (
    <>
      {demo && (
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
      {demo && <DemoMenu />}
    </>
  );
}

// The frame of a view that is no table: title, ways to look at it, content, and the panel of whoever is open.
import { makeStyles, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from '../../app/route';
import { ListBars } from '../../components/table/ListState';
import { UserPanel } from '../users/UserPanel';
import type { Error as Failed } from '../../gen/types';
import { Tools } from './Views';

const useStyles = makeStyles({
  page: { display: 'flex', minHeight: 0, minWidth: 0, flexGrow: 1 },
  main: { display: 'flex', flexDirection: 'column', flexGrow: 1, minWidth: 0, minHeight: 0 },
  head: { display: 'flex', alignItems: 'baseline', columnGap: '12px', padding: '20px 24px 8px', flexWrap: 'wrap', flexShrink: 0 },
  title: { margin: 0, marginRight: 'auto', fontSize: tokens.fontSizeBase600, lineHeight: tokens.lineHeightBase600, fontWeight: tokens.fontWeightSemibold },
  content: { padding: '4px 24px 24px', overflowY: 'auto', minHeight: 0 },
});

export function ViewPage({ error, children }: { error: Failed | null; children: ReactNode }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const [{ id }, change] = useParams();
  return (
    <div className={styles.page}>
      <div className={styles.main}>
        <header className={styles.head}>
          <h1 className={styles.title}>{t('screen.passwordExpiry')}</h1>
          <Tools />
        </header>
        <ListBars collection="password-expiry" error={error} />
        <div className={styles.content}>{children}</div>
      </div>
      {id !== undefined && <UserPanel item={undefined} id={id} first="password" onClose={() => change({ id: undefined })} />}
    </div>
  );
}

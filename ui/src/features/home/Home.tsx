// Home: the organisation, what needs attention today, and the figures behind it.
import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../app/query';
import { useTenant } from '../../app/tenant';
import { AsOf } from '../../components/AsOf';
import { Failure } from '../../components/Failure';
import { Loading } from '../../components/table/ListState';
import { Attention } from './Attention';
import { KeyFigures } from './KeyFigures';

const useStyles = makeStyles({
  page: { overflowY: 'auto', padding: '28px 32px 40px' },
  inner: { maxWidth: '1060px', display: 'flex', flexDirection: 'column', rowGap: '28px' },
  head: { display: 'flex', alignItems: 'baseline', justifyContent: 'space-between', columnGap: '16px' },
  title: { margin: 0, fontSize: tokens.fontSizeHero700, lineHeight: tokens.lineHeightHero700, fontWeight: tokens.fontWeightSemibold },
  again: { marginTop: '12px' },
  heading: { margin: '0 0 8px', fontSize: tokens.fontSizeBase400, fontWeight: tokens.fontWeightSemibold },
});

export function Home() {
  const styles = useStyles();
  const { t } = useTranslation();
  const tenant = useTenant();
  const client = useQueryClient();
  const { data, error } = useCommand('home', { tenant: tenant.id });
  return (
    <div className={styles.page}>
      <div className={styles.inner}>
        <header className={styles.head}>
          <h1 className={styles.title}>{data?.organization?.displayName ?? tenant.name}</h1>
          {data && <AsOf at={data.asOf} />}
        </header>
        {error && (
          <div role="alert">
            <Failure error={error} />
            {/* Of all that this window asked for: what kept this from it, such as a locked keychain, kept it from the rest too. */}
            <Button className={styles.again} onClick={() => void client.invalidateQueries()}>
              {t('banner.tryAgain')}
            </Button>
          </div>
        )}
        {!data && !error && <Loading />}
        {data && (
          <>
            <section>
              <h2 className={styles.heading}>{t('home.attention')}</h2>
              <Attention alerts={data.attention} />
            </section>
            <section aria-label={t('home.figures')}>
              <h2 className={styles.heading}>{t('home.figures')}</h2>
              <KeyFigures />
            </section>
          </>
        )}
      </div>
    </div>
  );
}

// All tenants: what each needs, on one screen, and a search through all of them.
import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { ArrowSync20Regular } from '@fluentui/react-icons';
import { useMutation } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { AllTenantsPalette } from '../../app/Palette';
import { Shell } from '../../app/Shell';
import { useParams } from '../../app/route';
import { useTitle } from '../../app/useTitle';
import { Search } from '../../components/table/Search';
import { sync } from '../../gen/commands';
import type { AppState } from '../../gen/types';
import { KeychainBar } from '../keychain/KeychainAsks';
import { Found } from './Found';
import { OverviewTable } from './OverviewTable';

const useStyles = makeStyles({
  head: { display: 'flex', alignItems: 'center', columnGap: '16px', padding: '20px 24px 12px', flexShrink: 0 },
  title: { margin: 0, fontSize: tokens.fontSizeBase600, lineHeight: tokens.lineHeightBase600, fontWeight: tokens.fontWeightSemibold },
  sync: { marginLeft: 'auto', whiteSpace: 'nowrap' },
});

interface Props {
  state: AppState;
  onTenant: (id: string, href?: string) => void;
}

export function AllTenants({ state, onTenant }: Props) {
  const styles = useStyles();
  const { t } = useTranslation();
  const [{ search = '' }, change] = useParams();
  const setSearch = useCallback((text: string) => change({ search: text }), [change]);
  // Those that cannot, or work offline, say so in their rows.
  const all = useMutation({ mutationFn: () => Promise.allSettled(state.tenants.map(({ id }) => sync({ tenant: id }))) });
  useTitle(t('screen.allTenants'));
  return (
    <Shell
      state={state}
      tenant={null}
      onTenant={onTenant}
      onSignIn={null}
      onSync={all.mutate}
      palette={(onClose) => <AllTenantsPalette tenants={state.tenants} onTenant={onTenant} onClose={onClose} />}
      bar={null}
      navigation={null}
    >
      <header className={styles.head}>
        <h1 className={styles.title}>{t('screen.allTenants')}</h1>
        <Search label={t('all.search')} width={300} value={search} onChange={setSearch} />
        <Button className={styles.sync} icon={<ArrowSync20Regular />} onClick={() => all.mutate()}>
          {t('all.sync')}
        </Button>
      </header>
      {state.keychainAsks && <KeychainBar />}
      {search.trim() === '' ? <OverviewTable tenants={state.tenants} onTenant={onTenant} /> : <Found text={search.trim()} tenants={state.tenants} onTenant={onTenant} />}
    </Shell>
  );
}

// What a search through all tenants found: by tenant, then by kind. Each leads to the object in its own tenant.
import { Badge, makeStyles, mergeClasses, tokens, useArrowNavigationGroup } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { hrefOfFound } from '../../app/route';
import { Failure } from '../../components/Failure';
import { Sign } from '../../components/Sign';
import { TenantDot } from '../../components/TenantDot';
import { detailOf } from '../../components/detail';
import { Loading } from '../../components/table/ListState';
import { search } from '../../gen/commands';
import type { FoundIn, TenantInfo } from '../../gen/types';
import { compare } from '../../i18n/format';
import { known } from '../../i18n/known';
import { surfaces } from '../../theme/theme';
import { To } from './To';

/** Of each kind; more are a list away. */
const HITS = 5;

const useStyles = makeStyles({
  page: { flexGrow: 1, minHeight: 0, overflowY: 'auto', padding: '4px 24px 32px' },
  tenant: { maxWidth: '760px', marginBottom: '24px' },
  heading: { display: 'flex', alignItems: 'center', columnGap: '8px', margin: '0 0 4px', fontSize: tokens.fontSizeBase400, fontWeight: tokens.fontWeightSemibold },
  kind: { margin: '10px 0 2px 18px', fontSize: tokens.fontSizeBase200, fontWeight: tokens.fontWeightSemibold, color: tokens.colorNeutralForeground3 },
  list: { listStyleType: 'none', margin: '0 0 0 8px', padding: 0 },
  hit: {
    display: 'flex',
    alignItems: 'baseline',
    columnGap: '16px',
    padding: '6px 10px',
    borderRadius: tokens.borderRadiusMedium,
    color: tokens.colorNeutralForeground1,
    textDecorationLine: 'none',
    ':hover': { backgroundColor: surfaces.hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  title: { minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  detail: { marginLeft: 'auto', color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  more: { color: tokens.colorBrandForegroundLink },
  none: { margin: '16px 0 24px', color: tokens.colorNeutralForeground2 },
});

interface Props {
  text: string;
  tenants: TenantInfo[];
  onTenant: (id: string, href: string) => void;
}

export function Found({ text, tenants, onTenant }: Props) {
  const styles = useStyles();
  const { t } = useTranslation();
  const arrows = useArrowNavigationGroup({ axis: 'vertical', memorizeCurrent: true });
  // Asked anew each time. What was found for the letters before stays until the answer for these is here.
  const { data, error, isPlaceholderData } = useQuery({
    queryKey: ['search', { text }],
    queryFn: () => search({ text, limit: HITS }),
    placeholderData: (before) => before,
    staleTime: 0,
    gcTime: 0,
  });
  if (error) {
    return (
      <div className={styles.page} role="alert">
        <Failure error={error} />
      </div>
    );
  }
  if (!data) return <Loading />;
  const nothing = !data.some((one) => one.hits.length > 0);
  return (
    <div className={styles.page} aria-busy={isPlaceholderData}>
      <div role="status">{nothing && <p className={styles.none}>{data.length === 0 ? t('all.nothing') : t('all.nothingElse')}</p>}</div>
      <div {...arrows}>
        {data.toSorted((left, right) => compare(left.name, right.name)).map((found) => (
          <InTenant key={found.tenant} found={found} text={text} info={tenants.find((one) => one.id === found.tenant)} onGo={(href) => onTenant(found.tenant, href)} />
        ))}
      </div>
    </div>
  );
}

interface InTenantProps {
  found: FoundIn;
  text: string;
  info: TenantInfo | undefined;
  onGo: (href: string) => void;
}

function InTenant({ found: { name, hits, error }, text, info, onGo }: InTenantProps) {
  const styles = useStyles();
  const { t } = useTranslation();
  const kinds = [...new Set(hits.map((one) => one.collection))];
  return (
    <section className={styles.tenant} aria-label={name}>
      <h2 className={styles.heading}>
        {info && <TenantDot tenantId={info.tenantId} />}
        {name}
        {info?.demo && (
          <Badge size="small" appearance="tint" color="brand">
            {t('frame.demo')}
          </Badge>
        )}
      </h2>
      {error && (
        <span title={detailOf(error)}>
          <Sign tone="danger">{t('all.notSearched', { why: t(`error.${error.code}`) })}</Sign>
        </span>
      )}
      {kinds.map((kind) => {
        const ofKind = hits.filter((one) => one.collection === kind);
        return (
          <div key={kind}>
            <h3 className={styles.kind}>{known('collection', kind)}</h3>
            <ul className={styles.list} aria-label={known('collection', kind)}>
              {ofKind.map((hit) => (
                <li key={hit.id}>
                  <To href={hrefOfFound(kind, text, hit.id)} onGo={onGo} className={styles.hit}>
                    <span className={styles.title}>{hit.title}</span>
                    {hit.detail !== null && <span className={styles.detail}>{hit.detail}</span>}
                  </To>
                </li>
              ))}
              {ofKind.length === HITS && (
                <li>
                  <To href={hrefOfFound(kind, text)} onGo={onGo} className={mergeClasses(styles.hit, styles.more)}>
                    {t('all.showAll')}
                  </To>
                </li>
              )}
            </ul>
          </div>
        );
      })}
    </section>
  );
}

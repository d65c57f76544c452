// The navigation at the left, in the admin center's words. It folds to icons, by itself where the window is narrow.
import { Button, Tooltip, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { Navigation20Regular } from '@fluentui/react-icons';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Screen, begin, hrefOf } from './route';
import { groups } from './screens';
import { useNarrow } from './useNarrow';
import { surfaces } from '../theme/theme';

const useStyles = makeStyles({
  nav: {
    width: '220px',
    flexShrink: 0,
    overflowY: 'auto',
    padding: '8px',
    boxSizing: 'border-box',
    backgroundColor: tokens.colorNeutralBackground2,
    borderRight: `1px solid ${tokens.colorNeutralStroke3}`,
  },
  folded: { width: '52px' },
  group: { margin: '16px 12px 4px', fontSize: tokens.fontSizeBase200, fontWeight: tokens.fontWeightSemibold, color: tokens.colorNeutralForeground3 },
  rule: { height: '1px', margin: '8px 4px', backgroundColor: tokens.colorNeutralStroke3 },
  list: { listStyleType: 'none', margin: 0, padding: 0 },
  link: {
    display: 'flex',
    alignItems: 'center',
    columnGap: '10px',
    minHeight: '34px',
    padding: '0 8px',
    borderRadius: tokens.borderRadiusMedium,
    color: tokens.colorNeutralForeground1,
    textDecorationLine: 'none',
    lineHeight: tokens.lineHeightBase200,
    ':hover': { backgroundColor: surfaces.hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
    '& > svg': { flexShrink: 0, color: tokens.colorNeutralForeground2 },
  },
  current: {
    backgroundColor: surfaces.selected,
    fontWeight: tokens.fontWeightSemibold,
    boxShadow: `inset 3px 0 0 ${tokens.colorBrandStroke1}`,
    '& > svg': { color: tokens.colorBrandForeground1 },
  },
});

export function Navigation({ screen }: { screen: Screen }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const isNarrow = useNarrow();
  const [chosen, choose] = useState<{ folded: boolean; narrow: boolean } | null>(null);
  // A choice holds until the window becomes narrow or wide.
  const folded = chosen?.narrow === isNarrow ? chosen.folded : isNarrow;
  return (
    <nav className={mergeClasses(styles.nav, folded && styles.folded)} aria-label={t('frame.navigation')}>
      <Button
        appearance="subtle"
        icon={<Navigation20Regular />}
        aria-label={folded ? t('frame.unfold') : t('frame.fold')}
        aria-expanded={!folded}
        onClick={() => choose({ folded: !folded, narrow: isNarrow })}
      />
      {groups.map((group, index) => (
        <div key={index}>
          {group.title && !folded && <div className={styles.group}>{t(group.title)}</div>}
          {index > 0 && (folded || !group.title) && <div className={styles.rule} />}
          <ul className={styles.list}>
            {group.entries.map(({ screen: of, title, icon: Icon }) => (
              <li key={of}>
                <Tooltip content={t(title)} relationship="label" positioning="after" visible={folded ? undefined : false}>
                  <a href={hrefOf(of, begin[of])} className={mergeClasses(styles.link, of === screen && styles.current)} aria-current={of === screen ? 'page' : undefined}>
                    <Icon aria-hidden />
                    {!folded && t(title)}
                  </a>
                </Tooltip>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

// The detail panel at the right of a list. Esc closes it; the list keeps its place.
import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { Dismiss20Regular, Link16Regular } from '@fluentui/react-icons';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { CopyButton } from './CopyButton';

const useStyles = makeStyles({
  panel: {
    width: '440px',
    flexShrink: 0,
    display: 'flex',
    flexDirection: 'column',
    minHeight: 0,
    borderLeft: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground1,
    '@media (max-width: 1150px)': { width: '420px' },
  },
  head: { display: 'flex', alignItems: 'start', columnGap: '8px', padding: '20px 12px 8px 20px' },
  names: { flexGrow: 1, minWidth: 0 },
  title: { margin: 0, fontSize: tokens.fontSizeBase500, lineHeight: tokens.lineHeightBase500, fontWeight: tokens.fontWeightSemibold, overflowWrap: 'anywhere' },
  under: { color: tokens.colorNeutralForeground3, overflowWrap: 'anywhere' },
  body: { flexGrow: 1, minHeight: 0, overflowY: 'auto', overflowX: 'hidden', padding: '0 20px 24px' },
});

interface Props {
  title: string;
  under?: string | null;
  /** Its address, once it is known. */
  link?: string | undefined;
  onClose: () => void;
  children: ReactNode;
}

export function Panel({ title, under, link, onClose, children }: Props) {
  const styles = useStyles();
  const { t } = useTranslation();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented && document.querySelector('[role=dialog],[role=menu],[role=alertdialog]') === null) onClose();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [onClose]);
  return (
    <aside className={styles.panel} aria-label={title}>
      <div className={styles.head}>
        <div className={styles.names}>
          <h2 className={styles.title}>{title}</h2>
          {under && <div className={styles.under}>{under}</div>}
        </div>
        {link !== undefined && <CopyButton text={link} label={t('link.copy')} icon={<Link16Regular />} />}
        <Button appearance="subtle" icon={<Dismiss20Regular />} aria-label={t('action.close')} title={t('action.close')} onClick={onClose} />
      </div>
      <div className={styles.body}>{children}</div>
    </aside>
  );
}

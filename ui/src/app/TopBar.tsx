// The top bar: whose tenant this is, what there is to know of it, settings.
import { makeStyles, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import icon from '../../../icons/icon.svg';
import type { AppState } from '../gen/types';
import { SettingsMenu } from './SettingsMenu';

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
  settings: { marginLeft: 'auto' },
});

interface Props {
  state: AppState;
  menu: ReactNode;
  onHelp: () => void;
  children: ReactNode;
}

export function TopBar({ state, menu, onHelp, children }: Props) {
  const styles = useStyles();
  return (
    <header className={styles.bar}>
      <span className={styles.product}>
        <img src={icon} width={24} height={24} alt="" />
        Kontor
      </span>
      <span className={styles.divider} />
      {menu}
      {children}
      <div className={styles.settings}>
        <SettingsMenu state={state} onHelp={onHelp} />
      </div>
    </header>
  );
}

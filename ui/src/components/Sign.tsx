// A state: an icon and its word in one tone. Colour never says anything alone.
import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import {
  CheckmarkCircle16Regular,
  Circle16Regular,
  Clock16Regular,
  ErrorCircle16Filled,
  Info16Regular,
  Prohibited16Regular,
  QuestionCircle16Regular,
  Warning16Filled,
} from '@fluentui/react-icons';
import type { ReactNode } from 'react';

export type Tone = 'ok' | 'info' | 'warning' | 'danger' | 'off' | 'wait' | 'blocked' | 'unknown';

const icons = {
  ok: CheckmarkCircle16Regular,
  info: Info16Regular,
  warning: Warning16Filled,
  danger: ErrorCircle16Filled,
  off: Circle16Regular,
  wait: Clock16Regular,
  blocked: Prohibited16Regular,
  unknown: QuestionCircle16Regular,
};

const useStyles = makeStyles({
  sign: { display: 'inline-flex', alignItems: 'center', verticalAlign: 'bottom', columnGap: '6px', minWidth: 0, maxWidth: '100%', '& > svg': { flexShrink: 0 } },
  text: { overflow: 'hidden', textOverflow: 'ellipsis' },
  ok: { '& > svg': { color: tokens.colorStatusSuccessForeground1 } },
  info: { '& > svg': { color: tokens.colorBrandForeground1 } },
  wait: { '& > svg': { color: tokens.colorBrandForeground1 } },
  warning: { '& > svg': { color: tokens.colorStatusWarningForeground1 } },
  danger: { color: tokens.colorStatusDangerForeground1 },
  off: { color: tokens.colorNeutralForeground3 },
  unknown: { color: tokens.colorNeutralForeground3 },
  blocked: { '& > svg': { color: tokens.colorNeutralForeground3 } },
});

export function Sign({ tone, children }: { tone: Tone; children: ReactNode }) {
  const styles = useStyles();
  const Icon = icons[tone];
  return (
    <span className={mergeClasses(styles.sign, styles[tone])}>
      <Icon aria-hidden />
      <span className={styles.text}>{children}</span>
    </span>
  );
}

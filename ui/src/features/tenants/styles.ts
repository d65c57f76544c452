// How the overview looks: as the lists do, with all columns of figures alike.
import { makeStyles, tokens } from '@fluentui/react-components';
import { surfaces } from '../../theme/theme';

export const useOverviewStyles = makeStyles({
  scroller: { flexGrow: 1, minHeight: 0, overflow: 'auto', padding: '0 16px' },
  table: { width: '100%', minWidth: '940px', tableLayout: 'fixed', borderCollapse: 'separate', borderSpacing: 0, fontVariantNumeric: 'tabular-nums' },
  head: { position: 'sticky', top: 0, zIndex: 1, backgroundColor: tokens.colorNeutralBackground1 },
  headCell: {
    padding: '4px 8px',
    verticalAlign: 'bottom',
    textAlign: 'start',
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
    fontWeight: tokens.fontWeightSemibold,
  },
  lastHead: { borderBottom: `1px solid ${tokens.colorNeutralStroke2}` },
  group: { padding: '4px 0 0 8px', textAlign: 'end', color: tokens.colorNeutralForeground2, whiteSpace: 'nowrap' },
  // It spans the figures of its group.
  bracket: { display: 'block', paddingRight: '6px', borderBottom: `1px solid ${tokens.colorNeutralStroke2}` },
  // Where there is little room the name of the tenant has it.
  state: { width: 'clamp(112px, calc(28vw - 180px), 180px)' },
  asOf: { width: 'clamp(76px, calc(10vw - 30px), 130px)' },
  day: { width: '112px' },
  end: { textAlign: 'end', paddingLeft: '2px', paddingRight: '6px' },
  arrow: { marginLeft: '2px', verticalAlign: 'middle' },
  sort: {
    border: 'none',
    padding: 0,
    background: 'none',
    font: 'inherit',
    color: 'inherit',
    textAlign: 'inherit',
    cursor: 'pointer',
    borderRadius: tokens.borderRadiusSmall,
    ':hover': { color: tokens.colorNeutralForeground1 },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '2px' },
  },
  row: { ':hover': { backgroundColor: surfaces.hover } },
  cell: {
    height: '38px',
    padding: '0 4px 0 8px',
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    fontWeight: tokens.fontWeightRegular,
    textAlign: 'start',
  },
  name: { display: 'flex', alignItems: 'center', columnGap: '8px', maxWidth: '100%', height: '24px', fontWeight: tokens.fontWeightSemibold },
  // Before the name is cut short, what stands beside it makes room.
  beside: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', alignContent: 'start', columnGap: '8px', height: '24px', overflow: 'hidden' },
  link: {
    color: tokens.colorNeutralForeground1,
    textDecorationLine: 'none',
    borderRadius: tokens.borderRadiusSmall,
    ':hover': { textDecorationLine: 'underline' },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '2px' },
  },
  cut: { minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis' },
  trouble: { fontWeight: tokens.fontWeightSemibold },
  quiet: { color: tokens.colorNeutralForeground3 },
  refused: { display: 'flex', alignItems: 'center', columnGap: '12px' },
  foot: { position: 'sticky', bottom: 0, backgroundColor: tokens.colorNeutralBackground1 },
  sum: { fontWeight: tokens.fontWeightSemibold, borderTop: `1px solid ${tokens.colorNeutralStroke2}`, borderBottom: 'none' },
});

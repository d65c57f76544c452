// A tenant's own colour, beside its name and never in its place.
import { makeStyles, tokens } from '@fluentui/react-components';
import { tenantColor } from './tenantColor';

const useStyles = makeStyles({
  dot: { display: 'inline-block', width: '10px', height: '10px', borderRadius: tokens.borderRadiusCircular, flexShrink: 0, forcedColorAdjust: 'none' },
});

export function TenantDot({ tenantId }: { tenantId: string }) {
  const styles = useStyles();
  return <span className={styles.dot} style={{ backgroundColor: tenantColor(tenantId) }} aria-hidden />;
}

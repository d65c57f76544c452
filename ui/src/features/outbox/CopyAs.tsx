// An operation in the words of other tools, to read or to take along. A password stands there by its name only.
import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, Tab, TabList, makeStyles, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useTenant } from '../../app/tenant';
import { CopyButton } from '../../components/CopyButton';
import { Failure } from '../../components/Failure';
import { useReturnFocus } from '../../components/useReturnFocus';
import { copyAs } from '../../gen/commands';
import type { CopyFormat, OperationView } from '../../gen/types';

const formats: { format: CopyFormat; name: string }[] = [
  { format: 'graph-request', name: 'Graph' },
  { format: 'power-shell', name: 'PowerShell' },
  { format: 'cli-microsoft365', name: 'CLI for Microsoft 365' },
];

const useStyles = makeStyles({
  box: { display: 'flex', alignItems: 'start', marginTop: '8px', padding: '10px 12px', borderRadius: tokens.borderRadiusMedium, backgroundColor: tokens.colorNeutralBackground3 },
  text: { flexGrow: 1, margin: 0, maxHeight: '40vh', overflowY: 'auto', whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200 },
});

export function CopyAs({ operation, onClose }: { operation: OperationView; onClose: () => void }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const tenant = useTenant().id;
  const [format, setFormat] = useState<CopyFormat>('graph-request');
  // Asked anew each time: it stands on what is mirrored now.
  const { data, error } = useQuery({ queryKey: ['copyAs', operation.id, format], queryFn: () => copyAs({ tenant, id: operation.id, format }), gcTime: 0 });
  useReturnFocus();
  return (
    <Dialog open onOpenChange={(_, picked) => !picked.open && onClose()}>
      <DialogSurface style={{ maxWidth: 640 }}>
        <DialogBody>
          <DialogTitle>{t('outbox.copyAs')}</DialogTitle>
          <DialogContent>
            <TabList size="small" selectedValue={format} onTabSelect={(_, picked) => setFormat(picked.value as CopyFormat)}>
              {formats.map((one) => (
                <Tab key={one.format} value={one.format}>
                  {one.name}
                </Tab>
              ))}
            </TabList>
            {error && <Failure error={error} />}
            {data && (
              <div className={styles.box}>
                {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, and must by keyboard too */}
                <pre className={styles.text} tabIndex={0}>
                  {data.text}
                </pre>
                <CopyButton text={data.text} label={t('outbox.copyText')} />
              </div>
            )}
          </DialogContent>
          <DialogActions>
            <Button onClick={onClose}>{t('action.close')}</Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

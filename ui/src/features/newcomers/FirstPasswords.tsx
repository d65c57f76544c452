// What was queued from a file, and the passwords that were made for it: shown this once, copied or saved by choice.
import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, Table, TableBody, TableCell, TableHeader, TableHeaderCell, TableRow, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { ArrowDownload20Regular } from '@fluentui/react-icons';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { CopyButton } from '../../components/CopyButton';
import { Saved } from '../../components/Saved';
import { sheet } from '../../components/table/file';
import type { Error as Failed, Imported } from '../../gen/types';
import { saveFile } from '../../host';
import { known } from '../../i18n/known';

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', rowGap: '12px', '& > p': { margin: 0 } },
  heading: { margin: 0, fontSize: tokens.fontSizeBase300, fontWeight: tokens.fontWeightSemibold },
  scroll: { maxHeight: '44vh', overflowY: 'auto' },
  password: { fontFamily: tokens.fontFamilyMonospace, userSelect: 'all', whiteSpace: 'nowrap' },
  name: { overflowWrap: 'anywhere' },
  wide: { width: '290px' },
  line: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '8px' },
});

export function FirstPasswords({ done, onClose }: { done: Imported; onClose: () => void }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const { passwords } = done;
  const headers = [known('field', 'userPrincipalName'), known('field', 'displayName'), known('field', 'password')];
  const rows = passwords.map((one) => [one.userPrincipalName, one.displayName, one.password]);
  const save = useMutation<string | null, Failed>({ mutationFn: () => saveFile(t('import.passwordsName'), sheet(headers, rows)) });
  return (
    // A click beside it must not take away what nothing shows again.
    <Dialog open modalType="alert">
      <DialogSurface style={{ maxWidth: 720 }}>
        <DialogBody>
          <DialogTitle>{t('import.queued', { count: done.count })}</DialogTitle>
          <DialogContent className={styles.content}>
            {passwords.length > 0 && (
              <>
                <h3 className={styles.heading}>{t('import.passwords')}</h3>
                <p>{t('import.passwordsText')}</p>
                {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, and must by keyboard too */}
                <div className={styles.scroll} tabIndex={0} role="region" aria-label={t('import.passwords')}>
                  <Table size="small" aria-label={t('import.passwords')}>
                    <TableHeader>
                      <TableRow>
                        {headers.map((header, at) => (
                          <TableHeaderCell key={header} className={at === 0 ? styles.wide : ''}>
                            {header}
                          </TableHeaderCell>
                        ))}
                      </TableRow>
                    </TableHeader>
                    <TableBody>
                      {passwords.map((one) => (
                        <TableRow key={one.userPrincipalName}>
                          <TableCell className={mergeClasses(styles.name, styles.wide)}>{one.userPrincipalName}</TableCell>
                          <TableCell className={styles.name}>{one.displayName}</TableCell>
                          <TableCell className={styles.password}>{one.password}</TableCell>
                        </TableRow>
                      ))}
                    </TableBody>
                  </Table>
                </div>
                <div className={styles.line}>
                  <Button icon={<ArrowDownload20Regular />} disabled={save.isPending} onClick={() => save.mutate()}>
                    {t('import.savePasswords')}
                  </Button>
                  <CopyButton text={rows.map((row) => row.join('\t')).join('\n')} label={t('import.copyPasswords')} />
                </div>
                <p>{t('import.passwordsFile')}</p>
                {(save.isSuccess || save.isError) && <Saved path={save.data} error={save.error} />}
              </>
            )}
          </DialogContent>
          <DialogActions>
            <Button appearance="primary" onClick={onClose}>
              {t('action.close')}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

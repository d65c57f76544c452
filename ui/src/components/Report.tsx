// A page of figures that were worked out: its title, since when they hold, what is done with it, and what it says.
import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { ArrowDownload20Regular } from '@fluentui/react-icons';
import { useMutation } from '@tanstack/react-query';
import type { ParseKeys } from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Error as Failed } from '../gen/types';
import { saveFile } from '../host';
import { AsOf } from './AsOf';
import { Failure } from './Failure';
import { Saved } from './Saved';
import { Loading } from './table/ListState';
import { sheet } from './table/file';
import type { FileValue } from './table/spec';

const useStyles = makeStyles({
  page: { overflowY: 'auto', padding: '20px 24px 40px', flexGrow: 1, minWidth: 0 },
  inner: { maxWidth: '1100px', display: 'flex', flexDirection: 'column', rowGap: '20px' },
  head: { display: 'flex', alignItems: 'baseline', columnGap: '12px', flexWrap: 'wrap' },
  title: { margin: 0, fontSize: tokens.fontSizeBase600, lineHeight: tokens.lineHeightBase600, fontWeight: tokens.fontWeightSemibold },
  asOf: { marginLeft: 'auto' },
});

/** What is saved for a spreadsheet. */
export interface Sheet {
  name: string;
  headers: string[];
  rows: FileValue[][];
}

interface Props {
  title: ParseKeys;
  asOf: string | null | undefined;
  error: Failed | null;
  loaded: boolean;
  sheet: Sheet | undefined;
  action?: ReactNode;
  children: ReactNode;
}

export function Report({ title, asOf, error, loaded, sheet, action, children }: Props) {
  const styles = useStyles();
  const { t } = useTranslation();
  return (
    // It scrolls and may hold nothing that takes the focus: the keyboard scrolls it all the same.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={styles.page} role="region" aria-label={t(title)} aria-busy={!loaded && !error} tabIndex={0}>
      <div className={styles.inner}>
        <header className={styles.head}>
          <h1 className={styles.title}>{t(title)}</h1>
          <span className={styles.asOf}>{asOf !== undefined && <AsOf at={asOf} />}</span>
          {sheet && sheet.rows.length > 0 && <SaveSheet sheet={sheet} />}
          {action}
        </header>
        {error && <Failure error={error} />}
        {!loaded && !error && <Loading />}
        {loaded && children}
      </div>
    </div>
  );
}

function SaveSheet({ sheet: { name, headers, rows } }: { sheet: Sheet }) {
  const { t } = useTranslation();
  const saving = useMutation({ mutationFn: () => saveFile(`kontor-${name}-${new Date().toISOString().slice(0, 10)}.csv`, sheet(headers, rows)) });
  return (
    <>
      <Saved path={saving.data} error={saving.error} />
      <Button size="small" appearance="subtle" icon={<ArrowDownload20Regular />} aria-label={t('export.saveCsv')} title={t('export.saveCsv')} disabledFocusable={saving.isPending} onClick={() => saving.mutate()} />
    </>
  );
}

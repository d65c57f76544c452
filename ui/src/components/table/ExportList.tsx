// Saves or prints the list as it is narrowed and ordered, all of it: for a spreadsheet, for a script, for paper.
import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  ProgressBar,
  Radio,
  RadioGroup,
  makeStyles,
} from '@fluentui/react-components';
import { ArrowDownload20Regular, Print20Regular } from '@fluentui/react-icons';
import { useMutation } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Collection, TypedItem } from '../../app/query';
import { useTenant } from '../../app/tenant';
import { list } from '../../gen/commands';
import type { List } from '../../gen/types';
import { saveFile } from '../../host';
import { exact, number } from '../../i18n/format';
import { Saved } from '../Saved';
import { useReturnFocus } from '../useReturnFocus';
import { PrintSheet, type Sheet } from './PrintSheet';
import { cellsOf, csv, json } from './file';
import type { Column } from './spec';

const PAGE = 1_000;

const useStyles = makeStyles({ content: { display: 'flex', flexDirection: 'column', rowGap: '12px', '& > p': { margin: 0 } } });

interface Props<C extends Collection> {
  title: string;
  input: List & { collection: C };
  columns: Column<C>[];
  onClose: () => void;
}

export function ExportList<C extends Collection>({ title, input, columns, onClose }: Props<C>) {
  const styles = useStyles();
  const { t } = useTranslation();
  const { name } = useTenant();
  useReturnFocus();
  const [format, setFormat] = useState<'csv' | 'json' | 'paper'>('csv');
  const [sheet, setSheet] = useState<Sheet | null>(null);
  const printed = useCallback(() => setSheet(null), []);
  const [read, setRead] = useState({ done: 0, total: 0 });
  const stopped = useRef(false);
  useEffect(
    () => () => {
      stopped.current = true;
    },
    [],
  );
  const saving = useMutation({
    mutationFn: async () => {
      const items: TypedItem<C>[] = [];
      let [asOf, total]: [string | null, number] = [null, 0];
      for (let after: string | null | undefined; after !== null; ) {
        const page = await list({ ...input, limit: PAGE, ...(after && { after }) });
        if (stopped.current) return undefined;
        items.push(...(page.items as TypedItem<C>[]));
        // A sync may end between two pages: the older moment holds for the whole list.
        if (after === undefined) [asOf, total] = [page.asOf, page.total ?? 0];
        setRead({ done: items.length, total });
        after = page.next;
      }
      if (format === 'paper') {
        const counted = t('list.count', { count: items.length });
        setSheet({
          title,
          under: [name, counted, ...(asOf === null ? [] : [t('export.asOf', { time: exact(asOf) })])].join(' · '),
          headers: columns.map((one) => ({ text: t(one.header), end: one.end === true })),
          rows: items.map((item) => ({ id: item.id, cells: cellsOf(columns, item) })),
        });
        return undefined;
      }
      const text = format === 'csv' ? csv(columns.map((one) => t(one.header)), columns, items) : json(input.collection, asOf, items);
      return saveFile(`kontor-${input.collection}-${new Date().toISOString().slice(0, 10)}.${format}`, text);
    },
  });
  return (
    <Dialog open onOpenChange={(_, picked) => !picked.open && onClose()}>
      <DialogSurface style={{ maxWidth: 480 }}>
        <DialogBody>
          <DialogTitle>{t('export.title')}</DialogTitle>
          <DialogContent className={styles.content}>
            <p>{t('export.text')}</p>
            <RadioGroup aria-label={t('export.title')} value={format} disabled={saving.isPending} onChange={(_, picked) => setFormat(picked.value as typeof format)}>
              <Radio value="csv" label={t('export.csv')} />
              <Radio value="json" label={t('export.json')} />
              <Radio value="paper" label={t('export.paper')} />
            </RadioGroup>
            {saving.isPending && <ProgressBar value={read.total > 0 ? read.done / read.total : undefined} aria-label={t('export.read', { done: number(read.done), total: number(read.total) })} />}
            <Saved path={saving.data} error={saving.error} />
          </DialogContent>
          <DialogActions>
            <Button onClick={onClose}>{t(saving.isPending ? 'action.cancel' : 'action.close')}</Button>
            <Button appearance="primary" icon={format === 'paper' ? <Print20Regular /> : <ArrowDownload20Regular />} disabledFocusable={saving.isPending} onClick={() => saving.mutate()}>
              {t(format === 'paper' ? 'export.print' : 'export.save')}
            </Button>
          </DialogActions>
        </DialogBody>
        {sheet && <PrintSheet sheet={sheet} onPrinted={printed} />}
      </DialogSurface>
    </Dialog>
  );
}

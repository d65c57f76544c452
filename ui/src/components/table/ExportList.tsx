// Saves the list as it is narrowed and ordered, all of it, for a spreadsheet or for a script.
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
import { ArrowDownload20Regular } from '@fluentui/react-icons';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Collection, TypedItem } from '../../app/query';
import { list } from '../../gen/commands';
import type { List } from '../../gen/types';
import { saveFile } from '../../host';
import { number } from '../../i18n/format';
import { Saved } from '../Saved';
import { useReturnFocus } from '../useReturnFocus';
import { csv, json } from './file';
import type { Column } from './spec';

const PAGE = 1_000;

const useStyles = makeStyles({ content: { display: 'flex', flexDirection: 'column', rowGap: '12px', '& > p': { margin: 0 } } });

interface Props<C extends Collection> {
  input: List & { collection: C };
  columns: Column<C>[];
  onClose: () => void;
}

export function ExportList<C extends Collection>({ input, columns, onClose }: Props<C>) {
  const styles = useStyles();
  const { t } = useTranslation();
  useReturnFocus();
  const [format, setFormat] = useState<'csv' | 'json'>('csv');
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
            </RadioGroup>
            {saving.isPending && <ProgressBar value={read.total > 0 ? read.done / read.total : undefined} aria-label={t('export.read', { done: number(read.done), total: number(read.total) })} />}
            <Saved path={saving.data} error={saving.error} />
          </DialogContent>
          <DialogActions>
            <Button onClick={onClose}>{t(saving.isPending ? 'action.cancel' : 'action.close')}</Button>
            <Button appearance="primary" icon={<ArrowDownload20Regular />} disabledFocusable={saving.isPending} onClick={() => saving.mutate()}>
              {t('export.save')}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

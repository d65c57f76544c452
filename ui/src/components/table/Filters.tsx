// The filters of a list. Beside an open panel there is room for those in use; the others are a click away.
import { Button } from '@fluentui/react-components';
import { Filter16Regular } from '@fluentui/react-icons';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FilterChip } from './FilterChip';
import type { Filter } from './spec';

interface Props {
  collection: string;
  filters: Filter[];
  values: Record<string, string[]>;
  narrow: boolean;
  onChange: (column: string, values: string[]) => void;
}

export function Filters({ collection, filters, values, narrow, onChange }: Props) {
  const { t } = useTranslation();
  const [all, setAll] = useState(false);
  const used = (filter: Filter) => values[filter.column] !== undefined;
  const offered = filters.filter((filter) => !filter.whenChosen || used(filter));
  const rest = offered.filter((filter) => !used(filter)).length;
  const folds = narrow && rest > 2;
  return (
    <>
      {offered.filter((filter) => used(filter) || all || !folds).map((filter) => (
        <FilterChip
          key={filter.column}
          collection={collection}
          filter={filter}
          values={values[filter.column] ?? []}
          onChange={(chosen) => onChange(filter.column, chosen)}
        />
      ))}
      {folds && (
        <Button size="small" appearance="subtle" icon={<Filter16Regular />} aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? t('filter.fewer') : t('filter.more', { number: rest })}
        </Button>
      )}
    </>
  );
}

// One field that goes anywhere: tenants, screens, actions, people.
import { Dialog, DialogSurface, Input, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { Search20Regular } from '@fluentui/react-icons';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useReturnFocus } from '../components/useReturnFocus';
import { type Elsewhere, type PaletteEntry, useAllTenantsEntries, useTenantEntries } from './usePaletteEntries';
import { surfaces } from '../theme/theme';

const useStyles = makeStyles({
  surface: { maxWidth: '560px', padding: '12px', alignSelf: 'start', marginTop: '12vh' },
  list: { marginTop: '8px', maxHeight: '50vh', overflowY: 'auto' },
  entry: { display: 'flex', alignItems: 'center', columnGap: '10px', padding: '8px 10px', borderRadius: tokens.borderRadiusMedium, cursor: 'pointer' },
  active: { backgroundColor: surfaces.selected, boxShadow: `inset 3px 0 0 ${tokens.colorBrandStroke1}` },
  label: { whiteSpace: 'nowrap' },
  kind: { marginLeft: 'auto', color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  none: { padding: '12px', color: tokens.colorNeutralForeground3 },
});

interface Props extends Elsewhere {
  onClose: () => void;
}

/** Within a tenant. */
export function TenantPalette({ onClose, ...elsewhere }: Props) {
  const [text, setText] = useState('');
  return <Palette text={text} onText={setText} entries={useTenantEntries(text, elsewhere)} onClose={onClose} />;
}

/** In none of them. */
export function AllTenantsPalette({ onClose, ...elsewhere }: Props) {
  const [text, setText] = useState('');
  return <Palette text={text} onText={setText} entries={useAllTenantsEntries(text, elsewhere)} onClose={onClose} />;
}

interface PaletteProps {
  text: string;
  onText: (text: string) => void;
  entries: PaletteEntry[];
  onClose: () => void;
}

function Palette({ text, onText, entries, onClose }: PaletteProps) {
  const styles = useStyles();
  const { t } = useTranslation();
  useReturnFocus();
  const [picked, setPicked] = useState(0);
  const active = Math.min(picked, entries.length - 1);

  function run(index: number) {
    onClose();
    entries[index]?.run();
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'ArrowDown') setPicked((active + 1) % Math.max(1, entries.length));
    else if (event.key === 'ArrowUp') setPicked((active - 1 + entries.length) % Math.max(1, entries.length));
    else if (event.key === 'Enter') run(active);
    else return;
    event.preventDefault();
  }

  return (
    <Dialog open onOpenChange={(_, data) => !data.open && onClose()}>
      <DialogSurface className={styles.surface} aria-label={t('palette.title')}>
        <Input
          style={{ width: '100%' }}
          contentBefore={<Search20Regular />}
          role="combobox"
          aria-expanded
          aria-controls="palette"
          aria-activedescendant={active >= 0 ? `palette-${active}` : undefined}
          aria-label={t('palette.title')}
          placeholder={t('palette.placeholder')}
          value={text}
          onChange={(_, data) => {
            onText(data.value);
            setPicked(0);
          }}
          onKeyDown={onKeyDown}
        />
        {entries.length === 0 && <div className={styles.none}>{t('list.noMatch')}</div>}
        <div id="palette" role="listbox" aria-label={t('palette.title')} className={styles.list}>
          {entries.map((entry, index) => (
            // The keys are those of the field above.
            // eslint-disable-next-line jsx-a11y/click-events-have-key-events
            <div
              key={entry.id}
              id={`palette-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === active}
              className={mergeClasses(styles.entry, index === active && styles.active)}
              onClick={() => run(index)}
              onMouseMove={() => setPicked(index)}
            >
              <entry.icon aria-hidden />
              <span className={styles.label}>{entry.label}</span>
              <span className={styles.kind}>{entry.kind}</span>
            </div>
          ))}
        </div>
      </DialogSurface>
    </Dialog>
  );
}

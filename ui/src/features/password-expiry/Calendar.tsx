// The month in which passwords end: how many on each day, and who on the chosen one.
import { Button, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { CalendarArrowDown20Regular, ChevronLeft20Regular, ChevronRight20Regular } from '@fluentui/react-icons';
import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../app/query';
import { useParams } from '../../app/route';
import { useTenant } from '../../app/tenant';
import { Saved } from '../../components/Saved';
import { calendarFile } from '../../gen/commands';
import type { EventPer } from '../../gen/types';
import { saveFile } from '../../host';
import { calendarNames, firstDayOfWeek, fullDay, number } from '../../i18n/format';
import { i18next } from '../../i18n/i18n';
import { DayPeople } from './DayPeople';
import { ViewPage } from './ViewPage';
import { dayKey, dayOf, daysOf, moved, nextDay } from './month';

const useStyles = makeStyles({
  tools: { display: 'flex', alignItems: 'center', columnGap: '6px', marginBottom: '8px', flexWrap: 'wrap' },
  month: { margin: '0 auto 0 6px', fontSize: tokens.fontSizeBase400, fontWeight: tokens.fontWeightSemibold, '::first-letter': { textTransform: 'uppercase' } },
  both: { display: 'flex', gap: '20px', flexWrap: 'wrap', alignItems: 'flex-start' },
  grid: { display: 'grid', rowGap: '2px', flex: '1 1 420px', maxWidth: '760px' },
  week: { display: 'grid', gridTemplateColumns: 'repeat(7, minmax(0, 1fr))', columnGap: '2px' },
  weekday: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200, padding: '2px 8px' },
  day: {
    position: 'relative',
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'flex-start',
    minHeight: '58px',
    padding: '6px 8px',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusSmall,
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground1,
    fontFamily: 'inherit',
    fontSize: tokens.fontSizeBase200,
    fontVariantNumeric: 'tabular-nums',
    textAlign: 'left',
    cursor: 'pointer',
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
  },
  other: { color: tokens.colorNeutralForeground3, backgroundColor: tokens.colorNeutralBackground2 },
  today: { fontWeight: tokens.fontWeightBold },
  chosen: { outline: `2px solid ${tokens.colorBrandStroke1}`, outlineOffset: '-2px' },
  some: { marginTop: 'auto', color: tokens.colorNeutralForeground1, fontSize: tokens.fontSizeBase300, fontWeight: tokens.fontWeightSemibold },
  said: { position: 'absolute', width: '1px', height: '1px', overflow: 'hidden', clipPath: 'inset(50%)' },
  many: { backgroundColor: tokens.colorBrandBackground2 },
});

export function Calendar() {
  const styles = useStyles();
  const { t } = useTranslation();
  const tenant = useTenant().id;
  const [params, change] = useParams();
  const grid = useRef<HTMLDivElement>(null);
  const firstDay = firstDayOfWeek();
  const chosen = dayOf(params.day);
  const days = daysOf(chosen, firstDay);
  const last = days.at(-1) as Date;
  const counted = useCommand('expiryCalendar', { tenant, begins: [...days, nextDay(last)].map((day) => day.toISOString()) });
  const counts = counted.isPlaceholderData ? undefined : counted.data;
  const saving = useMutation({
    mutationFn: async (per: EventPer) => {
      const from = new Date(new Date().setHours(0, 0, 0, 0)).toISOString();
      const { text } = await calendarFile({ tenant, from, per, language: i18next.language === 'nb' ? 'nb' : 'en' });
      return saveFile(`kontor-password-expiry-${dayKey(new Date())}.ics`, text);
    },
  });
  const choose = (day: Date) => change({ day: dayKey(day), id: undefined });
  function onKeyDown(event: React.KeyboardEvent) {
    const to = moved(chosen, event.key, firstDay);
    if (to === undefined) return;
    event.preventDefault();
    choose(to);
    requestAnimationFrame(() => grid.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus());
  }
  const turn = (key: 'PageUp' | 'PageDown') => choose(moved(chosen, key, firstDay) as Date);
  const index = days.findIndex((day) => dayKey(day) === dayKey(chosen));
  const { month, weekdays } = calendarNames(chosen, days.slice(0, 7));
  return (
    <ViewPage error={counted.error}>
      <div className={styles.tools}>
        <Button size="small" appearance="subtle" icon={<ChevronLeft20Regular />} aria-label={t('calendar.before')} title={t('calendar.before')} onClick={() => turn('PageUp')} />
        <Button size="small" appearance="subtle" icon={<ChevronRight20Regular />} aria-label={t('calendar.after')} title={t('calendar.after')} onClick={() => turn('PageDown')} />
        <h2 className={styles.month} aria-live="polite">
          {month}
        </h2>
        <Saved path={saving.data} error={saving.error} />
        <Button size="small" onClick={() => choose(new Date())}>
          {t('calendar.today')}
        </Button>
        <Menu>
          <MenuTrigger disableButtonEnhancement>
            <Button size="small" icon={<CalendarArrowDown20Regular />} title={t('calendar.text')} disabledFocusable={saving.isPending}>
              {t('calendar.save')}
            </Button>
          </MenuTrigger>
          <MenuPopover>
            <MenuList>
              <MenuItem onClick={() => saving.mutate('day')}>{t('calendar.perDay')}</MenuItem>
              <MenuItem onClick={() => saving.mutate('person')}>{t('calendar.perPerson')}</MenuItem>
            </MenuList>
          </MenuPopover>
        </Menu>
      </div>
      <div className={styles.both}>
        <div ref={grid} role="grid" tabIndex={-1} aria-label={month} className={styles.grid} onKeyDown={onKeyDown}>
          <div role="row" className={styles.week}>
            {weekdays.map(({ short, long }) => (
              <span key={long} role="columnheader" aria-label={long} className={styles.weekday}>
                {short}
              </span>
            ))}
          </div>
          {Array.from({ length: days.length / 7 }, (_, week) => (
            <div key={week} role="row" className={styles.week}>
              {days.slice(week * 7, week * 7 + 7).map((day, place) => {
                const count = counts?.[week * 7 + place]?.count;
                const isChosen = week * 7 + place === index;
                const said = count === undefined ? fullDay(day) : count === 0 ? t('calendar.none', { date: fullDay(day) }) : t('calendar.day', { date: fullDay(day), count });
                return (
                  <button
                    key={dayKey(day)}
                    type="button"
                    role="gridcell"
                    aria-selected={isChosen}
                    aria-current={dayKey(day) === dayKey(new Date()) ? 'date' : undefined}
                    tabIndex={isChosen ? 0 : -1}
                    className={mergeClasses(styles.day, day.getMonth() !== chosen.getMonth() && styles.other, dayKey(day) === dayKey(new Date()) && styles.today, (count ?? 0) > 0 && styles.many, isChosen && styles.chosen)}
                    onClick={() => choose(day)}
                  >
                    <span aria-hidden>{day.getDate()}</span>
                    {count !== undefined && count > 0 && (
                      <span aria-hidden className={styles.some}>
                        {number(count)}
                      </span>
                    )}
                    <span className={styles.said}>{said}</span>
                  </button>
                );
              })}
            </div>
          ))}
        </div>
        <DayPeople day={chosen} blocked={counts?.[index]?.blocked ?? 0} onOpen={(id) => change({ id })} />
      </div>
    </ViewPage>
  );
}

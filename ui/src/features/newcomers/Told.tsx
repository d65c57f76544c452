// What would come of a file: how many users, which rows are wrong and why, what their licences need, and some of it field by field.
import { Table, TableBody, TableCell, TableHeader, TableHeaderCell, TableRow, makeStyles, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { Changes } from '../../components/Changes';
import { Sign } from '../../components/Sign';
import { detailOf } from '../../components/detail';
import type { ImportPreview } from '../../gen/types';
import { number } from '../../i18n/format';
import { Groups } from '../bulk/SurveyView';

const useStyles = makeStyles({
  part: { display: 'flex', flexDirection: 'column', rowGap: '6px' },
  heading: { margin: 0, fontSize: tokens.fontSizeBase300, fontWeight: tokens.fontWeightSemibold },
  scroll: { maxHeight: '30vh', overflowY: 'auto' },
  number: { width: '64px', fontVariantNumeric: 'tabular-nums' },
  who: { width: '220px', overflowWrap: 'anywhere' },
  wide: { overflowWrap: 'anywhere', paddingTop: '4px', paddingBottom: '4px' },
  sample: { padding: '12px 14px', borderRadius: tokens.borderRadiusMedium, backgroundColor: tokens.colorNeutralBackground3, display: 'flex', flexDirection: 'column', rowGap: '10px' },
  name: { margin: '0 0 2px', fontSize: tokens.fontSizeBase200, fontWeight: tokens.fontWeightSemibold },
});

export function Told({ preview }: { preview: ImportPreview }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const { goes, total, wrong, products, unknown, groups, sample } = preview;
  const short = products.some((one) => one.free !== null && one.free < one.needed);
  return (
    <>
      <section className={styles.part} aria-live="polite">
        <h3 className={styles.heading}>{t('import.goes', { count: goes, total: number(total) })}</h3>
        {preview.generated > 0 && <div>{t('import.generated', { count: preview.generated })}</div>}
        {preview.hold !== null && goes > 0 && <div>{t('takes.approval')}</div>}
        {preview.encoding === 'Windows-1252' && <Sign tone="warning">{t('import.windows')}</Sign>}
        {unknown.length > 0 && <div>{t('import.unknown', { count: unknown.length, names: unknown.join(', ') })}</div>}
      </section>
      {wrong.length > 0 && (
        <section className={styles.part}>
          <h3 className={styles.heading}>{t('import.wrong', { count: wrong.length })}</h3>
          {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, and must by keyboard too */}
          <div className={styles.scroll} tabIndex={0} role="region" aria-label={t('import.wrong', { count: wrong.length })}>
            <Table size="small" aria-label={t('import.wrong', { count: wrong.length })}>
              <TableHeader>
                <TableRow>
                  <TableHeaderCell className={styles.number}>{t('import.row')}</TableHeaderCell>
                  <TableHeaderCell className={styles.who}>{t('import.who')}</TableHeaderCell>
                  <TableHeaderCell>{t('import.why')}</TableHeaderCell>
                </TableRow>
              </TableHeader>
              <TableBody>
                {wrong.map((one) => (
                  <TableRow key={one.row}>
                    <TableCell className={styles.number}>{one.row}</TableCell>
                    <TableCell className={styles.who}>{one.name}</TableCell>
                    <TableCell className={styles.wide}>{one.errors.map((error) => detailOf(error)).join(' ')}</TableCell>
                  </TableRow>
                ))}
              </TableBody>
            </Table>
          </div>
        </section>
      )}
      {products.length > 0 && (
        <section className={styles.part}>
          <h3 className={styles.heading}>{t('import.products')}</h3>
          <Table size="small" aria-label={t('import.products')}>
            <TableHeader>
              <TableRow>
                <TableHeaderCell>{t('import.product')}</TableHeaderCell>
                <TableHeaderCell className={styles.number}>{t('import.needed')}</TableHeaderCell>
                <TableHeaderCell className={styles.number}>{t('import.free')}</TableHeaderCell>
              </TableRow>
            </TableHeader>
            <TableBody>
              {products.map((one) => (
                <TableRow key={one.skuId}>
                  <TableCell>{one.name}</TableCell>
                  <TableCell className={styles.number}>{number(one.needed)}</TableCell>
                  <TableCell className={styles.number}>{one.free === null ? t('value.unknown') : number(Math.max(0, one.free))}</TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
          {short && <Sign tone="warning">{t('import.short')}</Sign>}
        </section>
      )}
      <Groups title={t('bulk.mind')} groups={groups} />
      {sample.length > 0 && (
        <section className={styles.sample} aria-label={t('bulk.sample')}>
          <h3 className={styles.heading}>{t('bulk.sample')}</h3>
          {sample.map((one) => (
            <div key={one.target.id}>
              <h4 className={styles.name}>{one.target.name}</h4>
              <Changes changes={one.changes} fresh />
            </div>
          ))}
        </section>
      )}
    </>
  );
}

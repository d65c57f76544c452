// One password policy for every verified domain whose passwords are kept in the cloud: a change for each, queued together.
import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, makeStyles, tokens } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../app/query';
import { useTenant } from '../../app/tenant';
import { AccessNote } from '../../components/AccessNote';
import { Changes } from '../../components/Changes';
import { Failure } from '../../components/Failure';
import { Takes } from '../../components/Takes';
import { detailOf } from '../../components/detail';
import { useReturnFocus } from '../../components/useReturnFocus';
import { queuePolicy } from '../../gen/commands';
import type { DomainRow, PolicyPreview } from '../../gen/types';
import { list } from '../../i18n/format';
import { PolicyFields } from './PolicyFields';
import { PolicyHits } from './PolicyHits';
import { type Policy, policyForAll, policyOf } from './policy';
import { usePolicyPreview } from './usePolicyPreview';

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', rowGap: '14px', overflowX: 'hidden', '& p': { margin: 0 } },
  what: { padding: '12px 14px', borderRadius: tokens.borderRadiusMedium, backgroundColor: tokens.colorNeutralBackground3, display: 'flex', flexDirection: 'column', rowGap: '10px' },
  heading: { margin: 0, fontSize: tokens.fontSizeBase200, fontWeight: tokens.fontWeightSemibold, color: tokens.colorNeutralForeground2 },
  list: { margin: 0, paddingLeft: '18px', display: 'flex', flexDirection: 'column', rowGap: '6px' },
  submit: { whiteSpace: 'nowrap' },
  quiet: { color: tokens.colorNeutralForeground3 },
});

export function PolicyForAll({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const domains = useCommand('list', { tenant: useTenant().id, collection: 'domains', limit: 1_000 });
  const rows = domains.data?.items.map((one) => one.row as DomainRow);
  // It starts from what most people live under: the default domain's.
  const first = rows?.find((row) => row.isDefault === true) ?? rows?.[0];
  useReturnFocus();
  // A dialog that opens empty would have nowhere to put the focus.
  if (domains.isPending) return null;
  return (
    <Dialog open onOpenChange={(_, data) => !data.open && onClose()}>
      <DialogSurface style={{ maxWidth: 620 }} aria-label={t('domainPolicy.all')}>
        <Form first={first} onClose={onClose} />
      </DialogSurface>
    </Dialog>
  );
}

function Form({ first, onClose }: { first: DomainRow | undefined; onClose: () => void }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const tenant = useTenant().id;
  const [policy, setPolicy] = useState<Policy>(() => (first ? policyOf(first, {}) : { never: false, validity: '', notice: '' }));
  const input = policyForAll(policy);
  const counted = usePolicyPreview(input && { input });
  const { preview, counting } = counted;
  const errors = preview?.targets[0]?.errors ?? [];
  const queueing = useMutation({ mutationFn: () => queuePolicy({ tenant, input: input ?? {} }), onSuccess: onClose });
  const count = preview?.targets.length ?? 0;
  const ready = input !== null && !counting && count > 0 && errors.length === 0 && !queueing.isPending;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) queueing.mutate();
      }}
    >
      <DialogBody>
        <DialogTitle>{t('domainPolicy.all')}</DialogTitle>
        <DialogContent className={styles.content}>
          <p>{t('domainPolicy.allText')}</p>
          <PolicyFields policy={policy} onChange={setPolicy} errorOf={(field) => detailOf(errors.find((one) => one.field === field))} />
          {preview && <Which preview={preview} />}
          <PolicyHits {...counted} />
          {queueing.error && <Failure error={queueing.error} />}
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button className={styles.submit} appearance="primary" type="submit" disabled={!ready}>
            {count > 0 ? t('domainPolicy.queueAll', { count }) : t('form.queue')}
          </Button>
        </DialogActions>
      </DialogBody>
    </form>
  );
}

/** Which domains are changed and how, and which are not and why. */
function Which({ preview }: { preview: PolicyPreview }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const [first] = preview.targets;
  return (
    <section className={styles.what} aria-live="polite">
      <h3 className={styles.heading}>{t('domainPolicy.domains')}</h3>
      {preview.targets.length === 0 && <span className={styles.quiet}>{t('domainPolicy.nothing')}</span>}
      {preview.targets.map((target) => (
        <div key={target.id}>
          <strong>{target.id}</strong> {target.followers.length > 0 && t('domainPolicy.with', { names: list(target.followers) })}
          <Changes changes={target.changes} />
        </div>
      ))}
      {first && <Takes operation="update-domain" reach={null} access={first.access} approval={first.hold !== null} />}
      {first && <AccessNote access={first.access} />}
      {preview.leftOut.length > 0 && (
        <>
          <h3 className={styles.heading}>{t('domainPolicy.others')}</h3>
          <ul className={styles.list}>
            {preview.leftOut.map((one) => (
              <li key={one.id}>
                {one.id}: {t(`domainPolicy.leftOut.${one.reason}`, { root: one.follows ?? '' })}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

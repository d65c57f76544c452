// The files of a bill: asked for, waited for, and saved from the encrypted copy without a network.
import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { ArrowDownload20Regular, CloudArrowDown20Regular, Open20Regular } from '@fluentui/react-icons';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../app/query';
import { useConnection, useTenant } from '../../app/tenant';
import { Failure } from '../../components/Failure';
import { Saved } from '../../components/Saved';
import { Sign } from '../../components/Sign';
import { When } from '../../components/When';
import { document as contentOf, openDocument, wantDocuments } from '../../gen/commands';
import type { DocumentState, InvoiceRow } from '../../gen/types';
import { saveFile } from '../../host';
import { known } from '../../i18n/known';

const useStyles = makeStyles({
  heading: { margin: '20px 0 4px', fontSize: tokens.fontSizeBase300, fontWeight: tokens.fontWeightSemibold },
  one: { display: 'flex', flexDirection: 'column', alignItems: 'start', rowGap: '6px', marginBottom: '10px' },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: '8px' },
  quiet: { margin: 0, color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
});

export function Documents({ invoice }: { invoice: InvoiceRow }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const tenant = useTenant().id;
  const states = useCommand('documents', { tenant }).data?.filter((one) => one.id === invoice.id) ?? [];
  const wanting = useMutation({ mutationFn: () => wantDocuments({ tenant, ids: [invoice.id] }) });
  const named = invoice.documents.length > 0 ? invoice.documents : [{ name: '', kind: null }];
  const open = named.some(({ name }) => !states.some((one) => one.name === name && (one.wanted || one.size !== null)));
  return (
    <section>
      <h3 className={styles.heading}>{t('document.title')}</h3>
      {named.map(({ name, kind }) => (
        <div key={name} className={styles.one}>
          <OneFile invoice={invoice} name={name} title={kind ? known('documentType', kind) : (invoice.name ?? '')} state={states.find((one) => one.name === name)} />
        </div>
      ))}
      {open && (
        <Button icon={<CloudArrowDown20Regular />} disabledFocusable={wanting.isPending} onClick={() => wanting.mutate()}>
          {t('document.fetch')}
        </Button>
      )}
      {wanting.error && <Failure error={wanting.error} />}
    </section>
  );
}

interface File {
  invoice: InvoiceRow;
  name: string;
  title: string;
  state: DocumentState | undefined;
}

function OneFile({ invoice, name, title, state }: File) {
  const styles = useStyles();
  const { t } = useTranslation();
  const tenant = useTenant().id;
  const connection = useConnection();
  const saving = useMutation({
    mutationFn: async () => {
      const { base64, name: as } = await contentOf({ tenant, id: invoice.id, name });
      return saveFile(as, Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)));
    },
  });
  const opening = useMutation({ mutationFn: () => openDocument({ tenant, id: invoice.id, name }) });
  if (state?.size != null) {
    return (
      <>
        <Sign tone="ok">
          {title} – {t('document.here')} <When at={state.fetchedAt} as="date" />
        </Sign>
        <div className={styles.buttons}>
          <Button icon={<Open20Regular />} disabledFocusable={opening.isPending} onClick={() => opening.mutate()}>
            {t('document.open')}
          </Button>
          <Button icon={<ArrowDownload20Regular />} disabledFocusable={saving.isPending} onClick={() => saving.mutate()}>
            {t('document.save')}
          </Button>
        </div>
        {opening.isSuccess && (
          <p role="status" className={styles.quiet}>
            {t('document.opened')}
          </p>
        )}
        {opening.error && <Failure error={opening.error} />}
        <Saved path={saving.data} error={saving.error} />
      </>
    );
  }
  return (
    <>
      <Sign tone={state?.wanted ? 'wait' : 'off'}>
        {title} – {t(state?.wanted ? (connection === 'online' ? 'document.coming' : 'document.waits') : 'document.absent')}
      </Sign>
      {state?.error && <Failure error={state.error} />}
    </>
  );
}

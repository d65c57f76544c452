// Opens the mail to all whom a matter concerns.
import { Button } from '@fluentui/react-components';
import { Mail20Regular } from '@fluentui/react-icons';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MailKind } from '../../gen/types';
import { MailMany } from './MailMany';

export function MailButton({ kind, primary }: { kind: MailKind; primary?: boolean }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button {...(primary ? { appearance: 'primary' as const } : { size: 'small' as const })} icon={<Mail20Regular />} onClick={() => setOpen(true)}>
        {t(`mail.to.${kind}`)}
      </Button>
      {open && <MailMany kind={kind} onClose={() => setOpen(false)} />}
    </>
  );
}

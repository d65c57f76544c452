// The other change that this one has to do with: the one it waits for, that took its place, or that it takes back.
import { Link } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { hrefOf } from '../../app/route';
import type { OperationView } from '../../gen/types';

export function Related({ operation }: { operation: OperationView }) {
  const { t } = useTranslation();
  const { waitsFor, replacedBy, undoes } = operation;
  const links = [
    { id: waitsFor, text: t('related.waitsFor') },
    { id: replacedBy, text: t('related.replacedBy') },
    { id: undoes, text: t('related.undoes') },
  ].filter((link): link is { id: string; text: string } => link.id !== null);
  if (links.length === 0) return null;
  return (
    <div style={{ display: 'flex', flexWrap: 'wrap', columnGap: 16 }}>
      {links.map(({ id, text }) => (
        <Link key={text} href={hrefOf('outbox', { id })}>
          {text}
        </Link>
      ))}
    </div>
  );
}

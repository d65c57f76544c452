// Why the account may not do something as things are, in a sentence; none when nothing known stands against it.
import { useTranslation } from 'react-i18next';
import type { MayDo } from '../gen/types';

export function useWhyNot(): (may: MayDo) => string | null {
  const { t } = useTranslation();
  return (may) => {
    if (may.verdict === 'needs-permission') return t('access.needsPermission', { names: may.missingScope });
    if (may.verdict !== 'needs-role') return null;
    const reached = may.outOfReach.length === 0;
    return reached ? t('access.needsRole', { names: may.missingRoles.join(', ') }) : t('access.outOfReach', { names: may.outOfReach.join(', ') });
  };
}

// Why the account may not do something as things are, in a sentence; none when nothing known stands against it.
import { useTranslation } from 'react-i18next';
import type { LeftOrTold, MayDo } from '../gen/types';
import { roleNames } from './RoleName';
import { detailOf } from './detail';

export function useWhyNot(): (may: MayDo) => string | null {
  const { t } = useTranslation();
  return (may) => {
    if (may.verdict === 'needs-permission') return t('access.needsPermission', { names: may.missingScope });
    if (may.verdict !== 'needs-role') return null;
    const reached = may.outOfReach.length === 0;
    return reached ? t('access.needsRole', { names: roleNames(...may.missingRoles) }) : t('access.outOfReach', { names: roleNames(...may.outOfReach) });
  };
}

/** The same of what is left alone, whatever the reason. */
export function useWhyLeft(): (why: LeftOrTold) => string {
  const { t } = useTranslation();
  const whyNot = useWhyNot();
  return (why) => {
    if (why.kind === 'error') return detailOf(why.error) ?? why.error.message;
    return why.kind === 'warning' ? t(`warning.${why.warning}`) : (whyNot(why.access) ?? '');
  };
}

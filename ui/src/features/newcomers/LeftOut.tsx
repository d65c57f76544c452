// Groups that somebody is in and that take nobody from here.
import { useTranslation } from 'react-i18next';

export function LeftOut({ names }: { names: string[] }) {
  const { t } = useTranslation();
  return names.length === 0 ? null : <div>{t('userTemplate.leftOut', { names: names.join(', ') })}</div>;
}

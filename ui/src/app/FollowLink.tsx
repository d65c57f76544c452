// Goes to the object that a link leads to, or says why it cannot.
import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import icon from '../../../icons/icon.svg';
import { Failure } from '../components/Failure';
import { useCommand } from './query';
import { goInstead, goTo, hrefOf, hrefOfObject, useRoute } from './route';

const useStyles = makeStyles({
  page: { height: '100vh', display: 'grid', placeItems: 'center', padding: '24px', boxSizing: 'border-box', overflowY: 'auto' },
  inner: { maxWidth: '560px', display: 'flex', flexDirection: 'column', alignItems: 'start', rowGap: '16px' },
  link: { color: tokens.colorNeutralForeground3, overflowWrap: 'anywhere' },
});

export function FollowLink({ onTenant }: { onTenant: (id: string) => void }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const text = useRoute().params.to ?? '';
  const { data, error, isPlaceholderData } = useCommand('openLink', { text });
  // What the link before led to stands here while this one is looked up.
  const place = isPlaceholderData ? undefined : data;
  useEffect(() => {
    if (!place) return;
    onTenant(place.tenant);
    // In place of the link: going back must not lead here again.
    goInstead(hrefOfObject(place.collection, place.id));
  }, [place, onTenant]);
  if (!error) return null;
  return (
    <main className={styles.page}>
      <div className={styles.inner}>
        <img src={icon} width={48} height={48} alt="" />
        <div role="alert">
          <Failure error={error} />
        </div>
        <span className={styles.link}>{text}</span>
        <Button appearance="primary" onClick={() => goTo(hrefOf('home'))}>
          {t('link.home')}
        </Button>
      </div>
    </main>
  );
}

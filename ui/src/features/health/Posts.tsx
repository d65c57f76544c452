// What Microsoft wrote about an issue, the newest first. Core has taken out of the HTML all that runs or fetches something.
import { makeStyles, tokens } from '@fluentui/react-components';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../app/query';
import { useTenant } from '../../app/tenant';
import { Failure } from '../../components/Failure';
import { OutsideLink } from '../../components/OutsideLink';
import { When } from '../../components/When';

const useStyles = makeStyles({
  heading: { margin: '24px 0 4px', fontSize: tokens.fontSizeBase300, fontWeight: tokens.fontWeightSemibold },
  list: { listStyleType: 'none', margin: 0, padding: 0 },
  post: { padding: '12px 0 4px', borderTop: `1px solid ${tokens.colorNeutralStroke3}` },
  when: { color: tokens.colorNeutralForeground3 },
  text: {
    overflowWrap: 'anywhere',
    '& p': { margin: '6px 0' },
    '& ul, & ol': { margin: '6px 0', paddingLeft: '22px' },
    '& a': { color: tokens.colorBrandForegroundLink, textDecorationLine: 'underline' },
    '& table': { borderCollapse: 'collapse', maxWidth: '100%' },
    '& td, & th': { border: `1px solid ${tokens.colorNeutralStroke2}`, padding: '2px 6px', textAlign: 'start' },
    '& pre': { whiteSpace: 'pre-wrap' },
  },
});

export function Posts({ id }: { id: string }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const { data, error } = useCommand('issuePosts', { tenant: useTenant().id, id });
  const [link, setLink] = useState<string | null>(null);
  const list = useRef<HTMLOListElement>(null);
  // Nothing leaves the window by itself: first it is shown where a link leads. The links are not React's, nor is their listener.
  useEffect(() => {
    const posts = list.current;
    const follow = (event: MouseEvent) => {
      const anchor = (event.target as Element).closest('a');
      const isMenu = event.type === 'auxclick' && event.button !== 1;
      if (!anchor || isMenu) return;
      event.preventDefault();
      if (anchor.href) setLink(anchor.href);
    };
    posts?.addEventListener('click', follow);
    posts?.addEventListener('auxclick', follow);
    return () => {
      posts?.removeEventListener('click', follow);
      posts?.removeEventListener('auxclick', follow);
    };
  }, []);
  return (
    <section aria-label={t('health.updates')}>
      <h3 className={styles.heading}>{t('health.updates')}</h3>
      {error && <Failure error={error} />}
      {data?.length === 0 && <p>{t('health.noUpdates')}</p>}
      <ol ref={list} className={styles.list}>
        {data?.map((post, index) => (
          <li key={`${post.createdDateTime} ${index}`} className={styles.post}>
            <div className={styles.when}>
              <When at={post.createdDateTime} as="date" /> · <When at={post.createdDateTime} as="clock" />
            </div>
            <div className={styles.text} dangerouslySetInnerHTML={{ __html: post.html }} />
          </li>
        ))}
      </ol>
      {link && <OutsideLink address={link} onClose={() => setLink(null)} />}
    </section>
  );
}

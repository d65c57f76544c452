// A word of warning where Microsoft is going to refuse a change, while it can still be thought over.
import { Button, MessageBar, MessageBarActions, MessageBarBody } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { MayDo } from '../gen/types';
import { useWhyNot } from './whyNot';

interface Props {
  access: MayDo;
  /** What gives the permission that is missing. */
  onSignIn?: (() => void) | null;
}

export function AccessNote({ access, onSignIn }: Props) {
  const { t } = useTranslation();
  const why = useWhyNot()(access);
  return (
    why && (
      <MessageBar intent={access.verdict === 'needs-role' ? 'warning' : 'info'} layout="multiline">
        <MessageBarBody>{why}</MessageBarBody>
        {access.verdict === 'needs-permission' && onSignIn && (
          <MessageBarActions>
            <Button size="small" onClick={onSignIn}>
              {t('signIn.again')}
            </Button>
          </MessageBarActions>
        )}
      </MessageBar>
    )
  );
}

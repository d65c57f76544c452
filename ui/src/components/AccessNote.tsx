// A word of warning where Microsoft is going to refuse a change, while it can still be thought over, and the step that gives what is missing.
import { Button, MessageBar, MessageBarActions, MessageBarBody } from '@fluentui/react-components';
import type { ParseKeys } from 'i18next';
import { useTranslation } from 'react-i18next';
import { useTenant } from '../app/tenant';
import { useSignInAgain } from '../features/sign-in/SignInAgain';
import type { MayDo, Service } from '../gen/types';
import { useWhyNot } from './whyNot';

/** What changes need that a sign-in does not ask for. */
const allow: Partial<Record<Service, ParseKeys>> = { bills: 'access.allowAzure', partner: 'partner.allowPartner' };

interface Props {
  access: MayDo;
  /** The sign-in that asks for the permission, where it stands in the outbox already. */
  onSignIn?: (() => void) | null;
  /** Leave was given for what asks for it in a step of its own. */
  onGiven?: () => void;
}

export function AccessNote({ access, onSignIn, onGiven }: Props) {
  const { t } = useTranslation();
  const why = useWhyNot()(access);
  const { service } = access;
  const leave = useSignInAgain(useTenant(), service ?? undefined, onGiven);
  const step = service === null ? onSignIn : leave.start;
  return (
    why && (
      <>
        <MessageBar intent={access.verdict === 'needs-role' ? 'warning' : 'info'} layout="multiline">
          <MessageBarBody>{why}</MessageBarBody>
          {access.verdict === 'needs-permission' && step && (
            <MessageBarActions>
              <Button size="small" onClick={step}>
                {t((service && allow[service]) ?? 'signIn.again')}
              </Button>
            </MessageBarActions>
          )}
        </MessageBar>
        {leave.dialog}
      </>
    )
  );
}

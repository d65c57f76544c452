// A sign-in that is under way lasts as long as the person takes, and can be stopped.
import { useMutation } from '@tanstack/react-query';
import { queryClient } from '../../app/query';
import { useFailureToast } from '../../app/toast';
import { cancelSignIn, signIn, signInState } from '../../gen/commands';
import type { SignIn, TenantInfo } from '../../gen/types';

/** There is one sign-in at a time. What ends it and comes late would end the next one. */
let stopping: Promise<unknown> = Promise.resolve();

/** How many were begun: what was asked of an earlier one is not shown for this one. */
let begun = 0;

/** What the person is to do now; nothing while an earlier sign-in still ends, whose address leads nowhere. */
export const promptNow = () => ({ queryKey: ['signInState', { begun }], queryFn: () => stopping.then(() => signInState()), gcTime: 0 });

export function useSignIn(onDone: (tenant: TenantInfo) => void) {
  const failed = useFailureToast();
  const signing = useMutation({
    mutationFn: (input: SignIn) => {
      begun += 1;
      return stopping.then(() => signIn(input));
    },
    onSuccess: async (tenant) => {
      // A new tenant can be chosen once the window knows it.
      await queryClient.invalidateQueries({ queryKey: ['state'] });
      onDone(tenant);
    },
  });
  const stop = () => {
    signing.reset();
    stopping = cancelSignIn().catch(failed);
  };
  return { ...signing, stop };
}

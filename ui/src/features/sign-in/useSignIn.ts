// A sign-in that is under way lasts as long as the person takes, and can be stopped.
import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import { queryClient } from '../../app/query';
import { useFailureToast } from '../../app/toast';
import { cancelSignIn, signIn } from '../../gen/commands';
import type { SignIn, TenantInfo } from '../../gen/types';

export function useSignIn(onDone: (tenant: TenantInfo) => void) {
  const failed = useFailureToast();
  // What ends one sign-in and comes late would end the next one.
  const stopping = useRef<Promise<unknown>>(Promise.resolve());
  const signing = useMutation({
    mutationFn: (input: SignIn) => stopping.current.then(() => signIn(input)),
    onSuccess: async (tenant) => {
      // A new tenant can be chosen once the window knows it.
      await queryClient.invalidateQueries({ queryKey: ['state'] });
      onDone(tenant);
    },
  });
  const stop = () => {
    signing.reset();
    stopping.current = cancelSignIn().catch(failed);
  };
  return { ...signing, stop };
}

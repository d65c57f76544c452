// A change that comes while an answer is under way.
import { QueryObserver } from '@tanstack/react-query';
import { expect, it } from 'vitest';
import { dropStale, queryClient } from './query';

it('asks again for a first answer that was under way when the change came', async () => {
  const answers: ((answer: string) => void)[] = [];
  const queryFn = () => new Promise<string>((resolve) => answers.push(resolve));
  const observer = new QueryObserver(queryClient, { queryKey: ['list', { tenant: 'here', collection: 'users' }], queryFn });
  const leave = observer.subscribe(() => undefined);
  expect(answers).toHaveLength(1);
  const dropped = dropStale({ tenant: 'here', tags: ['users'] });
  answers[0]?.('before the change');
  await expect.poll(() => answers.length).toBe(2);
  answers[1]?.('after it');
  await dropped;
  expect(observer.getCurrentResult().data).toBe('after it');
  leave();
});

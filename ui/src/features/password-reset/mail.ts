// The mail that asks somebody to register, in the language of the one who reads it; and to whom it went already.
import type { Language, OperationView, RegistrationDetailsRow } from '../../gen/types';
import { i18next } from '../../i18n/i18n';

export interface Mail {
  subject: string;
  body: string;
}

export function prepared(row: Pick<RegistrationDetailsRow, 'userDisplayName' | 'userPrincipalName'>, language: Language): Mail {
  const t = i18next.getFixedT(language);
  const values = { name: row.userDisplayName ?? row.userPrincipalName ?? '', upn: row.userPrincipalName ?? '' };
  return { subject: t('register.subject'), body: t('register.body', values) };
}

/** The texts that this mail has had its subject from: by it a mail of before is known again. */
const subjects = () => (['en', 'nb'] as const).map((language) => i18next.getFixedT(language)('register.subject'));

/** Users who have such a mail in the outbox, or were sent one. What was refused or taken back does not count. */
export function written(operations: Pick<OperationView, 'operation' | 'state' | 'input' | 'target'>[]): Set<string> {
  const known = subjects();
  const counts = operations.filter(
    ({ operation, state, input }) => operation === 'send-mail' && !['failed', 'discarded', 'replaced'].includes(state) && typeof input.subject === 'string' && known.includes(input.subject),
  );
  return new Set(counts.map((one) => one.target.id));
}

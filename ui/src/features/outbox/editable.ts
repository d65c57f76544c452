// Which operations have a form to change them in: the others have nothing to be changed.
export const editable: ReadonlySet<string> = new Set([
  'create-user',
  'update-user',
  'reset-password',
  'set-password-never-expires',
  'assign-licenses',
  'assign-group-licenses',
  'set-manager',
  'update-domain',
  'assign-role',
  'send-mail',
  'change-license-count',
  'purchase-licenses',
  'set-partner-information',
  'set-partner-link',
  'set-password-reset-scope',
  'change-seats',
]);

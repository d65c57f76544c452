// One of Entra's roles as Microsoft calls it in the language of the window, and in English, in which admins search for it. What
// has no name in the catalogue, such as a role of the tenant's own, stays as it came.
import { known } from '../i18n/known';

export function RoleName({ role }: { role: string }) {
  const own = known('roleName', role);
  return <span title={own === role ? undefined : role}>{own}</span>;
}

/** Both names, where nothing can be pointed at: in a sentence, a list, a file. */
export function roleNames(...roles: string[]): string {
  const both = (role: string) => {
    const own = known('roleName', role);
    return own === role ? role : `${own} (${role})`;
  };
  return roles.map(both).join(', ');
}

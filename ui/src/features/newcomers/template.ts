// What a template holds, as forms take it.
import type { UserTemplate } from '../../gen/types';

/** Its properties of a user, by Graph's names. */
export const texts = ['department', 'officeLocation', 'companyName', 'country', 'usageLocation'] as const;

export const empty: UserTemplate = { name: '', licenses: [], groups: [] };

/** Without the fields that were left empty. */
export function tidied(template: UserTemplate): UserTemplate {
  const tidy: UserTemplate = { name: template.name.trim(), licenses: template.licenses, groups: template.groups };
  for (const field of texts) {
    const text = template[field]?.trim();
    if (text) tidy[field] = text;
  }
  if (template.manager) tidy.manager = template.manager;
  return tidy;
}

/** What a user gets of it, as the form of a new user takes it. */
export function inputOf(template: UserTemplate): Record<string, string> {
  const given = texts.flatMap((field) => (template[field] === undefined ? [] : [[field, template[field]] as const]));
  return Object.fromEntries(given);
}

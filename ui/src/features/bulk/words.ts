// What a wish for many is made of, and what is said of it.
export const words = {
  changes: { goes: 'bulk.goes', leftOut: 'bulk.leftOut', queue: 'bulk.queue' },
  mails: { goes: 'mail.goes', leftOut: 'mail.leftOut', queue: 'mail.queue' },
} as const;

export type What = keyof typeof words;

// Addresses as Exchange writes them (`SMTP:`, `smtp:`, `X500:` …), told apart.
export interface Address {
  /** In lower case. */
  kind: string;
  address: string;
  /** Mail is sent from it. Exchange writes its kind in capitals. */
  primary: boolean;
}

/** The primary one first, the others in the order in which they came. */
export function addresses(proxyAddresses: string[]): Address[] {
  const all = proxyAddresses.map((text) => {
    const [, kind = 'smtp', address = text] = /^([A-Za-z0-9]+):(.+)$/s.exec(text) ?? [];
    return { kind: kind.toLowerCase(), address, primary: kind === 'SMTP' };
  });
  return [...all.filter((one) => one.primary), ...all.filter((one) => !one.primary)];
}

// The colours that tell tenants apart. Each can be seen on light, on dark and on black.
export const palette = ['#0f8a96', '#2f7fd6', '#8a63d2', '#c239b3', '#d13438', '#c75a00', '#86801a', '#2e8b3d'] as const;

/** By Entra's id of the organisation, so that it has the same colour on every computer. */
export function tenantColor(tenantId: string): string {
  let sum = 0;
  for (const letter of tenantId) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 65_521;
  return palette[sum % palette.length] ?? palette[0];
}

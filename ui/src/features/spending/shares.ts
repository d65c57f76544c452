// Lengths of bars. They are drawn, not calculated with: a float does for them, and for nothing else about money.

/** Each amount as a percentage of the greatest, of itself or of the amounts that it is a part of. What was paid back has no bar. */
export function shares(amounts: string[], of: string[] = amounts): number[] {
  const greatest = Math.max(0, ...of.map(Number));
  return amounts.map((amount) => (greatest > 0 ? Math.min(99, Math.max(0, (Number(amount) / greatest) * 99)) : 0));
}

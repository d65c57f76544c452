// Which columns fit: those at the end of the list give way first, the first one always stays.

export function fit<T extends { width: number }>(columns: readonly T[], available: number): T[] {
  const shown: T[] = [];
  let used = 0;
  for (const column of columns) {
    used += column.width;
    if (shown.length > 0 && used > available) break;
    shown.push(column);
  }
  return shown;
}

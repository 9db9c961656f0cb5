/** Where a key leads in a list, or null where it leads nowhere. */
export function stepOf(key: string, current: number, count: number, page: number): number | null {
  switch (key) {
    case 'ArrowDown':
      return current + 1;
    case 'ArrowUp':
      return current - 1;
    case 'PageDown':
      return current + page;
    case 'PageUp':
      return current - page;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}

/** Left and right go through the links and buttons of a row, and back to the row. True if it was such a key. */
export function moveWithin(event: KeyboardEvent): boolean {
  if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return false;
  const target = event.target as HTMLElement;
  if (target.matches('input, select, textarea')) return false;
  const row = target.closest<HTMLElement>('[role=row]');
  if (row === null) return false;
  const stops = [row, ...row.querySelectorAll<HTMLElement>('a, button, input, select')];
  const next = stops[stops.indexOf(target) + (event.key === 'ArrowRight' ? 1 : -1)];
  next?.focus();
  return true;
}

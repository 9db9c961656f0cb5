import { signal } from './signal';

function watch(query: string) {
  const list = matchMedia(query);
  const value = signal(list.matches);
  list.addEventListener('change', () => (value.value = list.matches));
  return value;
}

/** A phone: cards instead of columns, the drawer as a page. */
export const narrow = watch('(max-width: 699px)');

/** The drawer fits beside the list. */
export const broad = watch('(min-width: 1100px)');

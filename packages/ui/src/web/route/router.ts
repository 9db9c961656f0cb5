import { computed, signal } from '../state/signal';

import { base } from '../net/http';

export interface Place {
  /** Without the base of the page. */
  path: string;
  query: URLSearchParams;
  /** What is too long for the address: `history.state`. */
  state: Readonly<Record<string, string>>;
}

const isState = (value: unknown): value is Record<string, string> => typeof value === 'object' && value !== null;

function read(): Place {
  const path = location.pathname.startsWith(base) ? location.pathname.slice(base.length) : location.pathname;
  const state: unknown = history.state;
  return {
    path: path.replace(/^\/*/, '/'),
    query: new URLSearchParams(location.search),
    state: isState(state) ? state : {},
  };
}

/** Where the page is: the address is the one state of all pages. */
export const place = signal<Place>(read());

export const path = computed(() => place.value.path);

/** The address of a path of ours, for `href`. */
export const url = (to: string): string => base + to;

export function go(to: string, options: { replace?: boolean; state?: Record<string, string> } = {}): void {
  const method = options.replace ? 'replaceState' : 'pushState';
  history[method](options.state ?? null, '', url(to));
  place.value = read();
}

/** This page with some parameters changed; null, undefined and '' take one away. */
export function withQuery(patch: Record<string, string | number | null | undefined>): string {
  const query = new URLSearchParams(place.peek().query);
  for (const [name, value] of Object.entries(patch)) {
    if (value === null || value === undefined || value === '') query.delete(name);
    else query.set(name, String(value));
  }
  return place.peek().path + searchText(query);
}

/** `?a=b`, with what may stand unencoded in a query left readable. */
export function searchText(query: URLSearchParams): string {
  const text = query.toString().replaceAll('%3A', ':').replaceAll('%2C', ',').replaceAll('%40', '@');
  return text === '' ? '' : `?${text}`;
}

export function setQuery(patch: Record<string, string | number | null | undefined>, replace = false): void {
  go(withQuery(patch), { replace });
}

function ourLink(event: MouseEvent): HTMLAnchorElement | null {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null;
  const link = (event.target as Element).closest('a');
  if (link === null || link.target !== '' || link.hasAttribute('download')) return null;
  return link.origin === location.origin && link.pathname.startsWith(`${base}/`) ? link : null;
}

/** Follows links of ours without loading the page again. */
export function startRouter(): void {
  addEventListener('popstate', () => (place.value = read()));
  document.addEventListener('click', (event) => {
    const link = event.defaultPrevented ? null : ourLink(event);
    if (link === null) return;
    event.preventDefault();
    go(link.pathname.slice(base.length) + link.search);
    if (!link.hasAttribute('data-keep-scroll')) scrollTo(0, 0);
  });
}

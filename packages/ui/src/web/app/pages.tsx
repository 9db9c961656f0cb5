import type { ComponentType } from 'preact';

import { Broker, Client, Group, Query, Reset, Security, Topic } from '../chunks/later';
import { Groups } from '../pages/groups/groups';
import { Overview } from '../pages/overview/overview';
import { Topics } from '../pages/topics/topics';
import { match } from '../route/match';

export type PageProps = Record<string, string>;

interface PageRoute {
  pattern: string;
  page: ComponentType<PageProps>;
}

const routes: PageRoute[] = [
  { pattern: '/', page: Overview },
  { pattern: '/brokers/:broker', page: Broker },
  { pattern: '/topics', page: Topics },
  { pattern: '/topics/:topic', page: Topic },
  { pattern: '/topics/:topic/:tab', page: Topic },
  { pattern: '/topics/:topic/:tab/:partition/:offset', page: Topic },
  { pattern: '/groups', page: Groups },
  { pattern: '/groups/:group', page: Group },
  { pattern: '/groups/:group/reset', page: Reset },
  { pattern: '/query', page: Query },
  { pattern: '/security', page: Security },
  { pattern: '/client', page: Client },
];

/** The page of a path, with the names that it has. */
export function pageOf(path: string): { pattern: string; page: ComponentType<PageProps>; params: PageProps } | null {
  for (const { pattern, page } of routes) {
    const params = match(pattern, path);
    if (params !== null) return { pattern, page, params };
  }
  return null;
}

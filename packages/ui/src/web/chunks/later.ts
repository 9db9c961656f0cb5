import type { ComponentType } from 'preact';

import { lazy } from '../parts/lazy';

type Pages = typeof import('./pages');

/** A component that takes nothing may be a page, which is given the names of its address. */
type PropsOf<C> = C extends () => unknown
  ? Record<string, string>
  : C extends (props: infer P extends object) => unknown
    ? P
    : never;

let pages: Pages | undefined;

async function loadPages(): Promise<void> {
  pages = await import('./pages');
}

/** Loads the second chunk while nothing else is done, so that the second page is there at once. */
export function loadAhead(): void {
  setTimeout(() => void loadPages().catch(() => undefined), 1000);
}

/** Components of the second chunk: it is loaded when the first of them is shown. */
const later = <Name extends keyof Pages>(name: Name) =>
  lazy(loadPages, () => pages?.[name] as ComponentType<PropsOf<Pages[Name]>> | undefined);

export const Help = later('Help');
export const ZoneDialog = later('ZoneDialog');
export const Palette = later('Palette');
export const Client = later('Client');
export const Group = later('Group');
export const Reset = later('Reset');
export const Broker = later('Broker');
export const Query = later('Query');
export const Security = later('Security');
export const Topic = later('Topic');
export const CreateTopic = later('CreateTopic');

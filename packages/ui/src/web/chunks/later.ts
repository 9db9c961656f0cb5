import type { ComponentType } from 'preact';

import { lazy } from '../parts/lazy';

type More = typeof import('./more');

/** A component that takes nothing may be a page, which is given the names of its address. */
type PropsOf<C> = C extends () => unknown
  ? Record<string, string>
  : C extends (props: infer P extends object) => unknown
    ? P
    : never;

/** Components of the second chunk: it is loaded when the first of them is shown. */
const later = <Name extends keyof More>(name: Name) =>
  lazy(() => import('./more').then((more) => more[name] as ComponentType<PropsOf<More[Name]>>));

export const Help = later('Help');
export const ZoneDialog = later('ZoneDialog');
export const Palette = later('Palette');
export const Client = later('Client');
export const TopicConfigs = later('TopicConfigs');
export const Group = later('Group');
export const Reset = later('Reset');
export const Broker = later('Broker');
export const Produce = later('Produce');
export const Query = later('Query');
export const Security = later('Security');
export const Consumers = later('Consumers');
export const Partitions = later('Partitions');
export const DeleteTopic = later('DeleteTopic');
export const CreateTopic = later('CreateTopic');

import { signal } from './signal';

/** Which of the things that lie over the page is open. */
export const overlay = signal<'palette' | 'help' | 'zone' | null>(null);

import { signal } from './signal';
import { useEffect } from 'preact/hooks';

export interface PageAction {
  text: string;
  run: () => void;
}

/** What can be done on the page that is shown: the palette offers it. */
export const pageActions = signal<readonly PageAction[]>([]);

/** Offers actions while a component is shown. `key` says when they differ. */
export function usePageActions(actions: PageAction[], key: string): void {
  useEffect(() => {
    pageActions.value = [...pageActions.peek(), ...actions];
    return () => (pageActions.value = pageActions.peek().filter((action) => !actions.includes(action)));
  }, [key]);
}

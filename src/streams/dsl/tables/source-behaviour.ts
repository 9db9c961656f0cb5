import type { OldValues } from '../../operators/aggregates';
import { storeView } from '../../operators/table-values';
import type { TableView } from '../../operators/table-view';
import type { Storage } from '../../operators/tables';

/** A source table has a store from the beginning if it is named, otherwise from the first moment that one is needed. */
export function sourceBehaviour(store: { readonly storeName: string; readonly queryableStoreName: string | null }) {
  const storage: Storage = { storeName: store.queryableStoreName ?? undefined };
  const old: OldValues = { areSent: false };
  const behaviour = {
    view(): TableView {
      storage.storeName = store.storeName;
      return storeView(store.storeName);
    },
    sendOldValues(isForced: boolean): boolean {
      if (!isForced && storage.storeName === undefined) return false;
      storage.storeName = store.storeName;
      old.areSent = true;
      return true;
    },
  };
  return { behaviour, storage, old };
}

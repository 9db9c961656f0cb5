import type { StreamJoinedOptions } from '../options/stream-joined';
import type { JoinWindows } from '../windows/windows';
import type { StorePlan } from './store-plan';
import { configuredKeyValueStore, Stores, timedStore } from './stores';

/** The store of one side of a join of streams: all records of its window. */
export function joinWindowStore(
  name: string,
  parts: { windows: JoinWindows; options: StreamJoinedOptions; keySerde: unknown; valueSerde: unknown },
): StorePlan {
  const { windows, options, keySerde, valueSerde } = parts;
  const { loggingEnabled = true, topicConfig } = options;
  const timed = {
    retentionMs: windows.sizeMs + windows.gracePeriodMs,
    windowSizeMs: windows.sizeMs,
    keepsDuplicates: true,
  };
  return timedStore({
    ...{ name, keySerde, valueSerde, loggingEnabled, timed, type: 'timestampedWindowStore' },
    // The keys of duplicates differ: there is nothing to compact.
    topicConfig: { ...topicConfig, 'cleanup.policy': 'delete' },
  });
}

/** The store of the records without a partner, which both sides of a left or outer join share. */
export function unpairedStore(name: string, { loggingEnabled = true, topicConfig }: StreamJoinedOptions): StorePlan {
  const store = Stores.keyValueStoreBuilder(configuredKeyValueStore(name), 'bytes', 'bytes');
  return loggingEnabled ? store.withLoggingEnabled(topicConfig) : store.withLoggingDisabled();
}

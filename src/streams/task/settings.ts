import type {
  DeserializationExceptionHandler,
  ProcessingExceptionHandler,
  ProductionExceptionHandler,
} from '../errors/handlers';
import type { TimestampExtractor } from '../options/timestamp-extractors';
import type { DefaultSerdes } from '../serdes/serde';
import type { StoreEngine, StorePlan } from '../stores/store-plan';

/** What the configuration says to tasks. */
export interface TaskSettings {
  readonly applicationId: string;
  readonly defaults: DefaultSerdes;
  readonly timestampExtractor: TimestampExtractor;
  readonly processingHandler: ProcessingExceptionHandler;
  readonly deserializationHandler: DeserializationExceptionHandler;
  readonly productionHandler: ProductionExceptionHandler;
  /** Of stores that do not say it themselves. */
  readonly storeEngine: StoreEngine;
  /** Where the built-in handlers put failed records. */
  readonly deadLetterTopic: string | undefined;
  /** As the user gave it, for `context.appConfigs`. */
  readonly configuration: Readonly<{ [property: string]: unknown }>;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
}

/** Whether the store is on disk. */
export const isOnDisk = ({ storeEngine }: { readonly storeEngine: StoreEngine }, plan: StorePlan): boolean =>
  (plan.engine ?? storeEngine) === 'lmdb';

/** The stores of a topology that are on disk, global ones included. */
export function plansOnDisk(
  definition: {
    readonly stores: ReadonlyMap<string, { readonly plan: StorePlan }>;
    readonly globalStores: ReadonlyMap<string, StorePlan>;
  },
  settings: TaskSettings,
): StorePlan[] {
  const plans = [...definition.stores.values()].map(({ plan }) => plan);
  return [...plans, ...definition.globalStores.values()].filter((plan) => isOnDisk(settings, plan));
}

/** The full name of the changelog topic of a store. */
export const changelogTopic = ({ applicationId }: { readonly applicationId: string }, store: string): string =>
  `${applicationId}-${store}-changelog`;

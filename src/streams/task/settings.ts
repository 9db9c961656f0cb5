import type {
  DeserializationExceptionHandler,
  ProcessingExceptionHandler,
  ProductionExceptionHandler,
} from '../errors/handlers';
import type { TimestampExtractor } from '../options/timestamp-extractors';
import type { DefaultSerdes } from '../serdes/serde';

/** What the configuration says to tasks. */
export interface TaskSettings {
  readonly applicationId: string;
  readonly defaults: DefaultSerdes;
  readonly timestampExtractor: TimestampExtractor;
  readonly processingHandler: ProcessingExceptionHandler;
  readonly deserializationHandler: DeserializationExceptionHandler;
  readonly productionHandler: ProductionExceptionHandler;
  /** Where the built-in handlers put failed records. */
  readonly deadLetterTopic: string | undefined;
  /** As the user gave it, for `context.appConfigs`. */
  readonly configuration: Readonly<{ [property: string]: unknown }>;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
}

/** The full name of the changelog topic of a store. */
export const changelogTopic = ({ applicationId }: { readonly applicationId: string }, store: string): string =>
  `${applicationId}-${store}-changelog`;

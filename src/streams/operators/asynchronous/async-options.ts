import { TopologyError } from '../../errors/streams-errors';
import { nameIn, readArguments, type NamedInput } from '../../options/named';

/** Calls of an asynchronous operator that are under way at once, unless it says otherwise. */
const CONCURRENCY = 16;

/** How an asynchronous operator works. */
export interface AsyncOptions {
  /** So many calls are under way at once, for each task: a whole number above 0. Default 16. */
  readonly concurrency?: number | undefined;
  readonly name?: string | undefined;
}

/** A name, or options. @throws TopologyError for anything else, and for a concurrency below 1. */
export function readAsyncOptions(
  operation: string,
  input: NamedInput | AsyncOptions | undefined,
): { name: string | undefined; concurrency: number } {
  const { name, options } = readArguments<AsyncOptions>(operation, [input]);
  const { concurrency = CONCURRENCY } = options ?? {};
  if (!Number.isInteger(concurrency) || concurrency < 1)
    throw new TopologyError(`${operation}: concurrency must be a whole number above 0, not ${String(concurrency)}`);
  return { name: name ?? nameIn(options), concurrency };
}

import type { Outcome } from 'kafka-napi';
import type { PartitionResult } from '../../shared/admin-api';
import type { Int64, Tp } from '../../shared/api';
import { FaultError } from '../../shared/fault-error';
import { faultOf } from '../fault';

/** The value, or the error that is there in its place. */
export function valueOf<T>(outcome: Outcome<T> | undefined): T {
  if (outcome === undefined) throw FaultError.of('BROKER', 'The broker did not answer about this', { retriable: true });
  if (outcome.status === 'rejected') throw outcome.reason;
  return outcome.value;
}

export const valueOrNull = <T>(outcome: Outcome<T> | undefined): T | null =>
  outcome?.status === 'fulfilled' ? outcome.value : null;

/** What was done for each partition, in the order of the request. */
export function partitionResults<T, More>(
  partitions: readonly Tp[],
  outcomes: readonly Outcome<T>[],
  more: (value: T) => More,
): PartitionResult<More>[] {
  return partitions.map(({ topic, partition }, i) => {
    const outcome = outcomes[i]!;
    if (outcome.status === 'rejected') return { topic, partition, fault: faultOf(outcome.reason) };
    return { topic, partition, ...more(outcome.value) };
  });
}

/** An offset of the page as the library has it: a number. Beyond 2^53 there is no exact one. */
export function offsetOf(text: Int64, field: string): number {
  const offset = Number(text);
  if (!Number.isSafeInteger(offset))
    throw FaultError.of('BAD_REQUEST', `${field} must be below 2^53; it is ${text}`, { field });
  return offset;
}

export const int64Of = (offset: number): Int64 => BigInt(offset).toString();

/** `null` stays. */
export const int64OrNull = (offset: number | null | undefined): Int64 | null =>
  offset === null || offset === undefined ? null : int64Of(offset);

export const isUnsupported = (error: unknown): boolean => faultOf(error).code === 'UNSUPPORTED';

/** Throws if the typed name is not that of what shall be changed. */
export function checkConfirmed(typed: string, name: string): void {
  if (typed !== name)
    throw FaultError.of('BAD_REQUEST', `confirm must be the name, ${JSON.stringify(name)}. Nothing was changed`, {
      field: 'confirm',
    });
}

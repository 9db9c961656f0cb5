import type { KafkaErrorCode } from '../../errors/codes';
import { isTooLong, LONGEST_TEXT } from '../../config/values/native-text';
import { shown } from '../../errors/brief';
import { InvalidArgumentError } from '../../errors/usage-errors';
import type { CodeTable } from './enums';

/** A short form of the user's value for messages. */
export function show(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value) : shown(value);
}

/**
 * Checks the arguments of one call before anything is sent. Each check throws an InvalidArgumentError that names the
 * position.
 */
export class Arguments {
  readonly operation: string;

  constructor(operation: string) {
    this.operation = operation;
  }

  bad(message: string, code?: KafkaErrorCode): InvalidArgumentError {
    return new InvalidArgumentError(this.operation, `${this.operation}: ${message}`, { code });
  }

  /** A list of plain objects or names. `what` names the elements in the message. */
  list(where: string, value: unknown): readonly unknown[] {
    if (typeof value === 'object' && value !== null && Symbol.iterator in value)
      return [...(value as Iterable<unknown>)];
    throw this.bad(`${where} must be a list; got ${show(value)}`);
  }

  /** An object with no other members than these. */
  object<Members extends string>(
    where: string,
    value: unknown,
    members: readonly Members[],
  ): Readonly<Partial<Record<Members, unknown>>> {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw this.bad(`${where} must be an object { ${members.join(', ')} }; got ${show(value)}`);
    }
    for (const name of Object.keys(value)) {
      if (!members.includes(name as Members)) {
        throw this.bad(`${where} has an unknown member "${name}"; valid members are ${members.join(', ')}`);
      }
    }
    return value as Partial<Record<Members, unknown>>;
  }

  text(where: string, value: unknown): string {
    if (typeof value !== 'string') throw this.bad(`${where} must be a string; got ${show(value)}`);
    if (value.includes('\0')) throw this.bad(`${where} must not contain a NUL character`);
    if (isTooLong(value)) throw this.bad(`${where} must not be longer than ${LONGEST_TEXT} bytes`);
    return value;
  }

  /** Metadata of a committed offset: any string, as in Java. */
  metadata(where: string, value: unknown): string {
    if (typeof value !== 'string') throw this.bad(`${where} must be a string; got ${show(value)}`);
    if (isTooLong(value)) throw this.bad(`${where} must not be longer than ${LONGEST_TEXT} bytes`);
    return value;
  }

  /** A non-empty string. */
  name(where: string, value: unknown): string {
    const text = this.text(where, value);
    if (text === '') throw this.bad(`${where} must not be empty`);
    return text;
  }

  names(where: string, value: unknown): string[] {
    return this.list(where, value).map((item, i) => this.name(`${where}[${i}]`, item));
  }

  /** Throws for duplicates: two changes of the same resource would have no order. */
  distinct(where: string, keys: readonly string[]): void {
    const seen = new Set<string>();
    for (const key of keys) {
      if (seen.has(key)) throw this.bad(`${where} names ${key} twice`);
      seen.add(key);
    }
  }

  whole(where: string, value: unknown, least: number, most: number = Number.MAX_SAFE_INTEGER): number {
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= least && value <= most) return value;
    const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
    throw this.bad(
      `${where} must be a whole number ${range}; got ${typeof value === 'bigint' ? `${value}n` : show(value)}`,
    );
  }

  boolean(where: string, value: unknown): boolean {
    if (value === undefined) return false;
    if (typeof value === 'boolean') return value;
    throw this.bad(`${where} must be true or false; got ${show(value)}`);
  }

  /** The code of one of the table's names. */
  code<Name extends string>(
    where: string,
    value: unknown,
    table: CodeTable<Name>,
    except: readonly Name[] = [],
  ): number {
    const code = table.code(value);
    if (code === undefined || except.includes(value as Name)) {
      const names = table.names.filter((name) => name !== undefined && !except.includes(name));
      throw this.bad(`${where} must be one of ${names.join(', ')}; got ${show(value)}`);
    }
    return code;
  }

  /** The topic and partition members of an object. */
  partition(where: string, value: Readonly<{ topic?: unknown; partition?: unknown }>): TopicPartition {
    return {
      topic: this.name(`${where}.topic`, value.topic),
      partition: this.whole(`${where}.partition`, value.partition, 0, 2 ** 31 - 1),
    };
  }

  /** A list of topic-partitions without other members. */
  partitions(where: string, value: unknown): TopicPartition[] {
    return this.list(where, value).map((item, i) =>
      this.partition(`${where}[${i}]`, this.object(`${where}[${i}]`, item, ['topic', 'partition'])),
    );
  }
}

export interface TopicPartition {
  topic: string;
  partition: number;
}

/** Used in messages and as a map key. */
export function partitionName({ topic, partition }: Readonly<TopicPartition>): string {
  return `${topic}-${partition}`;
}

/** Sorts by topic, then by partition number. */
export function byPartition(a: TopicPartition, b: TopicPartition): number {
  if (a.topic !== b.topic) return a.topic < b.topic ? -1 : 1;
  return a.partition - b.partition;
}

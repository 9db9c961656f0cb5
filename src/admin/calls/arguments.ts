import type { KafkaErrorCode } from '../errors/codes';
import { InvalidArgumentError } from '../errors/usage-errors';
import type { CodeTable } from './enums';

/** What a caller gave, in a few words. */
export function show(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  if (typeof value === 'function') return 'a function';
  return JSON.stringify(value) ?? String(value);
}

/** The arguments of one call, checked before anything is sent. Each check throws an InvalidArgumentError that names the place. */
export class Arguments {
  readonly operation: string;

  constructor(operation: string) {
    this.operation = operation;
  }

  bad(message: string, code?: KafkaErrorCode): InvalidArgumentError {
    return new InvalidArgumentError(this.operation, `${this.operation}: ${message}`, { code });
  }

  /** A list of plain objects or names; `what` is what each is, for the message. */
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
        throw this.bad(`${where} has an unknown member "${name}"; it takes ${members.join(', ')}`);
      }
    }
    return value as Partial<Record<Members, unknown>>;
  }

  text(where: string, value: unknown): string {
    if (typeof value !== 'string') throw this.bad(`${where} must be a string; got ${show(value)}`);
    if (value.includes('\0')) throw this.bad(`${where} must not contain a NUL character`);
    return value;
  }

  /** A string that is not empty. */
  name(where: string, value: unknown): string {
    const text = this.text(where, value);
    if (text === '') throw this.bad(`${where} must not be empty`);
    return text;
  }

  names(where: string, value: unknown): string[] {
    return this.list(where, value).map((item, i) => this.name(`${where}[${i}]`, item));
  }

  /** Named once each: a change asked for twice has no order. */
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

  /** A topic-partition among an object's members. */
  partition(where: string, value: Readonly<{ topic?: unknown; partition?: unknown }>): TopicPartition {
    return {
      topic: this.name(`${where}.topic`, value.topic),
      partition: this.whole(`${where}.partition`, value.partition, 0, 2 ** 31 - 1),
    };
  }

  /** A list of topic-partitions and nothing else. */
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

/** For messages and for finding a partition again. */
export function partitionName({ topic, partition }: Readonly<TopicPartition>): string {
  return `${topic}-${partition}`;
}

/** For sorting: by topic, then by number. */
export function byPartition(a: TopicPartition, b: TopicPartition): number {
  if (a.topic !== b.topic) return a.topic < b.topic ? -1 : 1;
  return a.partition - b.partition;
}

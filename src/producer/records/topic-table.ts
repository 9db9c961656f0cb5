import { errorNumber } from '../errors/codes';
import { InvalidArgumentError } from '../errors/usage-errors';
import { badRecord, describe } from './record';

const LEGAL_NAME = /^[a-zA-Z0-9._-]{1,249}$/;

/** Throws for what Kafka does not take as a topic's name (Java's Topic.validate). */
export function checkTopicName(operation: string, name: unknown): asserts name is string {
  if (typeof name !== 'string') {
    throw badRecord(operation, `topic must be a string; got ${describe(name)}`);
  }
  if (LEGAL_NAME.test(name) && name !== '.' && name !== '..') return;
  const shown = name.length > 60 ? `${name.slice(0, 60)}… (${name.length} characters)` : name;
  throw new InvalidArgumentError(
    operation,
    `${operation}: illegal topic name '${shown}': 1 to 249 of letters, digits, '.', '_' and '-', and neither '.' nor '..'`,
    { code: 'ERR_TOPIC_EXCEPTION', errno: errorNumber('ERR_TOPIC_EXCEPTION') },
  );
}

/** Topic names and the ids that stand for them in the slab. */
export class TopicTable {
  readonly #ids = new Map<string, number>();
  readonly #names: string[] = [];
  readonly #resolve: (name: string) => number;
  /** At first equal to nothing that anybody passes. */
  #lastName: unknown = this.#ids;
  #lastId = -1;

  /** @param resolve gives a name its id, on first use. */
  constructor(resolve: (name: string) => number) {
    this.#resolve = resolve;
  }

  /** Throws for an illegal name. */
  idOf(operation: string, name: unknown): number {
    if (name === this.#lastName) return this.#lastId;
    let id = this.#ids.get(name as string);
    if (id === undefined) {
      checkTopicName(operation, name);
      id = this.#resolve(name);
      this.#ids.set(name, id);
      this.#names[id] = name;
    }
    this.#lastName = name;
    this.#lastId = id;
    return id;
  }

  nameOf(id: number): string {
    return this.#names[id]!;
  }
}

import { kindOf } from '../../errors/brief';
import { checkLegalTopicName } from '../../client/topic-name';
import { badRecord } from './record';

/** Throws for an illegal topic name (Java's Topic.validate). */
export function checkTopicName(operation: string, name: unknown): asserts name is string {
  if (typeof name !== 'string') {
    throw badRecord(operation, `topic must be a string; got ${kindOf(name)}`);
  }
  checkLegalTopicName(operation, name);
}

/** Maps topic names to the ids that represent them in the slab. */
export class TopicTable {
  readonly #ids = new Map<string, number>();
  readonly #names: string[] = [];
  readonly #resolve: (name: string) => number;
  /** Initially a value that no caller can pass. */
  #lastName: unknown = this.#ids;
  #lastId = -1;

  /** @param resolve Returns the id of a name, called on first use. */
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

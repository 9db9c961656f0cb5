import { KafkaError, type Consumer, type TopicPartition } from '../../../index';
import { partitionKey, type Offsets, type PartitionOffsets, type Place } from './offsets';

const LATEST = -1;

/** The core may learn a moment earlier than its listeners that a partition was taken away. It then needs nothing. */
export function unlessTakenAway(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!KafkaError.is(error) || error.code !== 'ERR__STATE') throw error;
  }
}

/** Where reading begins and goes on. */
export class Positions {
  core: Consumer | undefined;
  readonly #offsets: Offsets;
  readonly #topics: ReadonlyMap<string, boolean>;
  readonly #commit: (list: readonly Place[]) => Promise<void>;
  /** Seeks that have not taken effect. */
  readonly #seeks = new Map<string, Place>();

  constructor(
    offsets: Offsets,
    topics: ReadonlyMap<string, boolean>,
    commit: (list: readonly Place[]) => Promise<void>,
  ) {
    this.#offsets = offsets;
    this.#topics = topics;
    this.#commit = commit;
  }

  /** Newly assigned partitions begin at their committed offsets, or else where their topic's `fromBeginning` says. */
  async begin(partitions: readonly TopicPartition[]): Promise<void> {
    const core = this.core!;
    const committed = await core.committed(partitions);
    const fresh: TopicPartition[] = [];
    for (const { topic, partition, offset } of committed) {
      this.#offsets.add(topic, partition, offset ?? -1);
      if (offset === null && !this.hasSeek(topic, partition)) fresh.push({ topic, partition });
    }
    if (fresh.length > 0) await this.#toDefault(fresh);
    await this.applySeeks();
  }

  /** Sets the positions, as numbers: kafkajs too asks for the ends once, and not again when reading begins. */
  async #toDefault(partitions: readonly TopicPartition[]): Promise<Place[]> {
    const core = this.core!;
    const ofTopic = ({ topic }: TopicPartition): boolean => this.#topics.get(topic) === true;
    const early = partitions.filter(ofTopic);
    const late = partitions.filter((one) => !ofTopic(one));
    const places = [
      ...(early.length > 0 ? await core.beginningOffsets(early) : []),
      ...(late.length > 0 ? await core.endOffsets(late) : []),
    ].map(({ topic, partition, offset }) => ({ topic, partition, offset: offset ?? 0 }));
    for (const { topic, partition, offset } of places) {
      const known = this.#offsets.get(topic, partition);
      if (known === undefined) continue;
      this.#offsets.restart(known, offset);
      unlessTakenAway(() => core.seek({ topic, partition }, offset));
    }
    return places;
  }

  /** Reading goes on where the application wants it, or where something was left unresolved. */
  goOn({ topic, partition, next }: PartitionOffsets): void {
    if (next >= 0) unlessTakenAway(() => this.core?.seek({ topic, partition }, next));
  }

  seek(place: Place): void {
    this.#seeks.set(partitionKey(place.topic, place.partition), place);
  }

  hasSeek(topic: string, partition: number): boolean {
    return this.#seeks.size > 0 && this.#seeks.has(partitionKey(topic, partition));
  }

  /** With auto-commit the target is committed. Seeks to partitions that are not assigned stay until they are. */
  async applySeeks(): Promise<void> {
    if (this.#seeks.size === 0 || this.core === undefined) return;
    const targets: Place[] = [];
    for (const [key, place] of this.#seeks) {
      const known = this.#offsets.get(place.topic, place.partition);
      if (known === undefined) continue;
      this.#seeks.delete(key);
      const offset = await this.#offsetOf(place);
      const target = { topic: place.topic, partition: place.partition, offset };
      unlessTakenAway(() => this.core?.seek(target, offset));
      if (this.#offsets.rules.autoCommit) {
        this.#offsets.restart(known, offset);
        targets.push(target);
      } else this.#offsets.resolve(known, offset - 1);
    }
    if (targets.length > 0) await this.#commit(targets);
  }

  /** −1 and −2 are the ends of the partition. */
  async #offsetOf({ topic, partition, offset }: Place): Promise<number> {
    if (offset >= 0) return offset;
    const asked = [{ topic, partition }];
    const [end] = await (offset === LATEST ? this.core!.endOffsets(asked) : this.core!.beginningOffsets(asked));
    return end?.offset ?? 0;
  }

  /** Positions outside of their partitions: back to the default, which is committed, as in kafkajs. */
  async resetInvalid(): Promise<void> {
    const core = this.core!;
    const assigned = Array.from(this.#offsets.all, ({ topic, partition }) => ({ topic, partition }));
    const [begins, ends] = await Promise.all([core.beginningOffsets(assigned), core.endOffsets(assigned)]);
    const invalid = assigned.filter((one, i) => {
      const next = this.#offsets.get(one.topic, one.partition)?.next ?? -1;
      return next < (begins[i]?.offset ?? 0) || next > (ends[i]?.offset ?? Infinity);
    });
    if (invalid.length > 0) await this.#commit(await this.#toDefault(invalid));
  }
}

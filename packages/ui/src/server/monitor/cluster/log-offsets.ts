import type { IsolationLevel, OffsetSpec, TopicPartition } from 'kafka-napi';
import type { Clock } from '../time/clock';
import type { Questions } from './questions';
import type { Topology } from './topology';

/** A leader that did not answer is left out for so long: each question to it takes the whole time that there is. */
const SILENT_MS = 15_000;

/** Asks the leaders of partitions, as far as they answer. */
export class LogOffsets {
  readonly #questions: Questions;
  readonly #topology: Topology;
  readonly #clock: Clock;
  readonly #onSilence: () => void;
  /** Leaders that did not answer, and until when they are not asked. */
  readonly #silent = new Map<number, number>();

  /** `onSilence` is called when a partition has no answer: it may have another leader now. */
  constructor(questions: Questions, topology: Topology, clock: Clock, onSilence: () => void) {
    this.#questions = questions;
    this.#topology = topology;
    this.#clock = clock;
    this.#onSilence = onSilence;
  }

  /** In the order of the request; null: there is no such partition, or its leader does not answer. */
  async ask(
    partitions: readonly TopicPartition[],
    spec: OffsetSpec,
    isolationLevel?: IsolationLevel,
  ): Promise<(number | null)[]> {
    const leaders = partitions.map((one) => this.#leaderToAsk(one));
    const asked = partitions.filter((_, i) => leaders[i] !== null);
    const answers = asked.length === 0 ? [] : await this.#questions.offsets(asked, spec, isolationLevel);
    if (answers.includes(null)) this.#onSilence();
    let next = 0;
    const offsets = leaders.map((leader) => (leader === null ? null : answers[next++]!));
    this.#noteSilence(leaders, offsets);
    return offsets;
  }

  /** Whether there is such a partition, as far as this user may know. */
  exists({ topic, partition }: TopicPartition): boolean {
    return partition < (this.#topology.topics.get(topic)?.count ?? 0);
  }

  /** Null: asking would only wait. */
  #leaderToAsk({ topic, partition }: TopicPartition): number | null {
    const leader = this.#topology.topics.get(topic)?.leader(partition) ?? -1;
    return leader < 0 || this.#clock.now() < (this.#silent.get(leader) ?? -Infinity) ? null : leader;
  }

  /** A leader of which not one partition has an answer is silent. */
  #noteSilence(leaders: readonly (number | null)[], offsets: readonly (number | null)[]): void {
    const answered = new Set<number>();
    leaders.forEach((leader, i) => leader !== null && offsets[i] !== null && answered.add(leader));
    for (const leader of new Set(leaders)) {
      if (leader === null) continue;
      if (answered.has(leader)) this.#silent.delete(leader);
      else this.#silent.set(leader, this.#clock.now() + SILENT_MS);
    }
  }
}

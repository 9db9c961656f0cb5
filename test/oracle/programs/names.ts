import type { TopicPartition } from '../drivers/driver';
import type { Offset, Part } from './program';

/**
 * One run of a program has topics, groups and ids of its own; what comes back is told without them, so that two runs
 * compare.
 */
export class Names {
  readonly #prefix: string;

  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  topic(index: number): string {
    return `${this.#prefix}.t${index}`;
  }

  /** Matches every topic. */
  get pattern(): string {
    return `^${this.#prefix}\\.t[0-9]+$`;
  }

  group(index: number): string {
    return `${this.#prefix}.g${index}`;
  }

  part([topic, partition]: Part): TopicPartition {
    return { topic: this.topic(topic), partition };
  }

  offset({ part, offset, metadata }: Offset): TopicPartition & { offset: number; metadata?: string } {
    return { ...this.part(part), offset, ...(metadata === undefined ? {} : { metadata }) };
  }

  /** Identities in a configuration are the run's own. */
  config(config: Readonly<Record<string, string>>): Record<string, string> {
    const own = { ...config };
    for (const name of ['group.id', 'transactional.id']) if (own[name]) own[name] = `${this.#prefix}.${own[name]}`;
    return own;
  }

  /** "t0-1" */
  plain({ topic, partition }: TopicPartition): string {
    return this.strip(`${topic}-${partition}`);
  }

  strip(text: string): string {
    return text.replaceAll(`${this.#prefix}.`, '');
  }
}

import type { Known } from '../known';
import type { Schedule } from '../schedule';
import { type Part, partialText, unsupportedText } from './partial';

/** What is not known, in one line for each kind of page. */
export class Notes {
  readonly #known: Known;
  readonly #schedule: Schedule;

  constructor(known: Known, schedule: Schedule) {
    this.#known = known;
    this.#schedule = schedule;
  }

  topics(): { partial?: string } {
    const { topology, latest, earliest, details } = this.#schedule;
    const { topology: shape, ends } = this.#known;
    return this.#line(
      ['describeTopics', 'describeConfigs'],
      [],
      [
        this.#part('topics', shape.sampledAt, topology.fault),
        this.#part('ends of logs', ends.latestAt, latest.fault),
        this.#part('beginnings of logs', ends.earliestAt, earliest.fault),
        this.#part('configurations and ids', -Infinity, details.fault),
      ],
    );
  }

  groups(): { partial?: string } {
    const { groups } = this.#known;
    return this.#line(['listConsumerGroups'], this.#groupNotes(), [
      this.#part('topics', this.#known.topology.sampledAt, this.#schedule.topology.fault),
      this.#part('list of groups', groups.listedAt, groups.canList ? this.#schedule.groups.fault : undefined),
    ]);
  }

  cluster(): { partial?: string } {
    const { topology, latest, groups } = this.#schedule;
    const known = this.#known;
    return this.#line(
      ['listConsumerGroups', 'describeConfigs', 'describeTopics', 'describeCluster'],
      this.#groupNotes(),
      [
        this.#part('topics', known.topology.sampledAt, topology.fault),
        this.#part('ends of logs', known.ends.latestAt, latest.fault),
        this.#part('list of groups', known.groups.listedAt, known.groups.canList ? groups.fault : undefined),
      ],
    );
  }

  #groupNotes(): string[] {
    const { silentBrokers, all } = this.#known.groups;
    const notes: string[] = [];
    if (silentBrokers > 0)
      notes.push(`${silentBrokers} ${silentBrokers === 1 ? 'broker does' : 'brokers do'} not list groups`);
    const failed = [...all.values()].filter(({ fault }) => fault !== undefined);
    const first = failed[0]?.fault;
    if (failed.length > 0) {
      notes.push(
        `${failed.length} of ${all.size} groups do not answer (${first instanceof Error ? first.message : 'unknown'})`,
      );
    }
    return notes;
  }

  #part(what: string, at: number, fault: unknown): Part {
    return { what, at: at === -Infinity ? null : this.#known.timeline.toWall(at), fault };
  }

  #line(operations: readonly string[], notes: readonly string[], parts: readonly Part[]): { partial?: string } {
    const { questions, timeline } = this.#known;
    const unsupported = unsupportedText(questions.unsupported.filter((one) => operations.includes(one)));
    const partial = partialText([...unsupported, ...notes], parts, timeline.toWall(timeline.now()));
    return partial === undefined ? {} : { partial };
  }
}

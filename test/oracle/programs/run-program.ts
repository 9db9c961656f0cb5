import { setTimeout as sleep } from 'node:timers/promises';
import { JavaError } from '../../helpers/kafka/bridge';
import type { KafkaEndpoint } from '../../helpers/kafka/kafka-endpoint';
import { StepError, type Call, type Driver, type Row } from '../drivers/driver';
import { FIRST_TIMESTAMP, markersWritten } from './content';
import { Drain, type Drainable, type Heard } from './drain';
import type { Names } from './names';
import type { Program, Step } from './program';
import { eventsOf, onceEach, recordsOf, sorted, together, valueOf } from './seen';
import { POSITION_MS, Standing } from './standing';

/** What one step led to: what was seen, by name, and how long it took. */
export interface Outcome {
  readonly seen: Readonly<Record<string, unknown>>;
  readonly ms: number;
}

const TAKE_MS = 6000;

interface OpenConsumer {
  readonly group: string | undefined;
  readonly commitsSoon: boolean;
  /** Its assignor gives the same members the same partitions. */
  readonly isSorted: boolean;
  mode: 'none' | 'group' | 'manual';
  topics: readonly number[];
  /** What single polls brought, for the next drain. */
  rows: Row[];
  heard: Heard[];
}

const commits: ReadonlySet<string> = new Set([
  'drain',
  'commit',
  'commitOffsets',
  'unsubscribe',
  'close',
  'crash',
  'evict',
  'alterOffsets',
  'commitTransaction',
  'abortTransaction',
  'assign',
]);

/** What is seen of members that share a group, whichever of them has which partition. */
const sameForAll: ReadonlySet<string> = new Set(['assignment of all', 'numbers of partitions', 'errors', 'error']);

const changes: ReadonlySet<string> = new Set(['createTopic', 'createPartitions', 'deleteTopic']);

/** What the harness takes its own time for; ours also waits until the brokers know of a change. */
const untimed: ReadonlySet<string> = new Set([...changes, 'crash', 'restart']);

/** What a program may do to the broker. */
export interface BrokerFaults {
  restart(): Promise<void>;
  /** None of the program's clients reaches the broker meanwhile. */
  withoutNetwork(work: () => Promise<unknown>): Promise<void>;
}

/** Runs a program on one side, and notes everything that a user could see. */
export class ProgramRun {
  readonly #program: Program;
  readonly #driver: Driver;
  readonly #names: Names;
  readonly #kafka: KafkaEndpoint;
  readonly #broker: BrokerFaults;
  readonly #standing: Standing;
  readonly #consumers = new Map<string, OpenConsumer>();
  readonly #partitions: number[];
  readonly #exists: boolean[];
  /** Of the current step: time that is not its own. */
  #untimedMs = 0;
  /** Members shared a group when it was last drained. */
  #shared = false;
  /** Which of two members had which partition was chance, and so is all that follows from it. */
  #isChance = false;
  /** Some partitions have no owner, and which of them is chance: a call may name one of them. */
  #isPartUnowned = false;
  /** When a member hears of a change of its topics is chance, and so is what it has read by then. */
  readonly #hasChanges: boolean;
  /** A listener that seeks lets a member read again what it has read by then. */
  readonly #isRereadChance: boolean;
  /** A listener that commits does so where it has read to by then. */
  readonly #isCommitChance: boolean;

  constructor(program: Program, driver: Driver, names: Names, kafka: KafkaEndpoint, broker: BrokerFaults) {
    this.#program = program;
    this.#driver = driver;
    this.#names = names;
    this.#kafka = kafka;
    this.#broker = broker;
    this.#standing = new Standing(driver, names);
    this.#partitions = program.topics.map(({ partitions }) => partitions);
    this.#exists = program.topics.map(({ late }) => !late);
    this.#hasChanges = program.steps.some(({ op }) => changes.has(op));
    const listeners = program.steps.flatMap((step) => (step.op === 'subscribe' && step.listening) || []);
    this.#isRereadChance = this.#hasChanges && listeners.some(({ onAssigned }) => onAssigned?.startsWith('seek'));
    this.#isCommitChance = this.#hasChanges && listeners.some(({ onRevoked }) => onRevoked === 'commit');
  }

  async run(): Promise<Outcome[]> {
    const outcomes: Outcome[] = [];
    for (const step of this.#program.steps) {
      const startedAt = performance.now();
      const seen: Record<string, unknown> = {};
      try {
        await this.#step(step, seen);
      } catch (error) {
        if (!(error instanceof StepError)) throw error;
        seen['error'] = error.kind;
      }
      const ms = performance.now() - startedAt - this.#untimedMs;
      this.#untimedMs = 0;
      if (step.op === 'commitTransaction' || step.op === 'abortTransaction') await this.#markersWritten();
      if (commits.has(step.op) && !this.#isCommitChance) await this.#lookAtCommitted(seen);
      if (this.#isChance) for (const name of Object.keys(seen)) if (!sameForAll.has(name)) delete seen[name];
      if (this.#isPartUnowned && seen['error'] === 'state') delete seen['error'];
      outcomes.push({ seen, ms: untimed.has(step.op) ? 0 : ms });
    }
    return outcomes;
  }

  async #markersWritten(): Promise<void> {
    for (const [topic, exists] of this.#exists.entries())
      if (exists) await markersWritten(this.#kafka, this.#names.topic(topic));
  }

  #run(call: Call): Promise<unknown> {
    return this.#driver.run(call);
  }

  async #step(step: Step, seen: Record<string, unknown>): Promise<void> {
    const names = this.#names;
    switch (step.op) {
      case 'open': {
        // Assignors that sort members do so by id, which begins with the client's name.
        await this.#run({ ...step, config: names.config({ ...step.config, 'client.id': step.c }) });
        const isSorted = /Range|RoundRobin/.test(step.config['partition.assignment.strategy'] ?? '');
        const { 'group.id': group, 'auto.commit.interval.ms': interval, 'enable.auto.commit': auto } = step.config;
        const commitsSoon = auto !== 'false' && interval !== undefined && Number(interval) < 1000;
        this.#consumers.set(step.c, { group, commitsSoon, isSorted, mode: 'none', topics: [], rows: [], heard: [] });
        return;
      }
      case 'subscribe': {
        const topics = step.topics.map((topic) => names.topic(topic));
        await this.#run({ ...step, topics, ...(step.byPattern ? { pattern: names.pattern } : {}) });
        const consumer = this.#consumers.get(step.c)!;
        consumer.mode = 'group';
        consumer.topics = step.topics;
        return;
      }
      case 'assign': {
        await this.#run({ ...step, parts: step.parts.map((part) => names.part(part)) });
        this.#consumers.get(step.c)!.mode = step.parts.length > 0 ? 'manual' : 'none';
        return;
      }
      case 'unsubscribe': {
        await this.#run({ ...step });
        this.#consumers.get(step.c)!.mode = 'none';
        seen['events'] = this.#events((await this.#run({ op: 'events', c: step.c })) as Heard[]);
        return;
      }
      case 'close': {
        const consumer = this.#consumers.get(step.c);
        this.#consumers.delete(step.c);
        await this.#run({ ...step });
        if (!consumer) return;
        const events = this.#events((await this.#run({ op: 'events', c: step.c })) as Heard[]);
        // Which of them has which partition is chance.
        seen['events'] = this.#shared ? events.map(([name]) => name) : events;
        return;
      }
      case 'crash':
        this.#consumers.delete(step.c);
        return this.#broker.withoutNetwork(() => this.#crash(step.c));
      case 'restart':
        return this.#broker.restart();
      case 'drain':
        return this.#drain(seen);
      case 'take':
        return this.#take(step.c, step.count, seen);
      case 'iterate': {
        const rows = (await this.#run({ ...step, ms: TAKE_MS })) as Row[];
        seen['records'] = this.#records(rows);
        const told = (await this.#run({ op: 'events', c: step.c })) as Heard[];
        this.#consumers.get(step.c)!.heard.push(...told);
        return;
      }
      case 'poll': {
        const answer = await this.#poll(step.c, step.ms);
        const consumer = this.#consumers.get(step.c)!;
        for (const [name, parts] of answer.events) consumer.heard.push([name, parts, consumer.rows.length > 0]);
        consumer.rows.push(...answer.rows);
        return;
      }
      case 'sleep':
        return sleep(step.ms);
      case 'evict':
        // Refused where the group has no member.
        await this.#kafka.bridge.call('removeMembers', { group: names.group(step.group) }).catch((error: unknown) => {
          if (!(error instanceof JavaError)) throw error;
          seen['value'] = 'nobody';
        });
        return;
      case 'position': {
        seen['value'] = await this.#standing.position(step.c, names.part(step.part));
        return;
      }
      case 'lag': {
        seen['value'] = await this.#standing.lag(step.c, names.part(step.part));
        return;
      }
      case 'offsetsForTimes': {
        const parts = step.parts.map((part) => names.part(part));
        seen['value'] = valueOf(
          await this.#run({ ...step, parts, timestamp: FIRST_TIMESTAMP + step.timestamp }),
          names,
        );
        return;
      }
      case 'createTopic':
        this.#exists[step.t] = true;
        this.#partitions[step.t] = step.partitions;
        return this.#createTopic({ ...step, topic: names.topic(step.t) });
      case 'createPartitions':
        this.#partitions[step.t] = step.partitions;
        return void (await this.#run({ ...step, topic: names.topic(step.t) }));
      case 'deleteTopic':
        this.#exists[step.t] = false;
        return void (await this.#run({ ...step, topic: names.topic(step.t) }));
      default:
        seen['value'] = valueOf(await this.#run(this.#named(step)), names);
    }
  }

  /** With the names of this run in the place of numbers. */
  #named(step: Step): Call {
    const names = this.#names;
    const call: Record<string, unknown> = { ...step };
    if ('part' in step) call['part'] = names.part(step.part);
    if ('parts' in step) call['parts'] = step.parts.map((part) => names.part(part));
    if ('offsets' in step) call['offsets'] = step.offsets.map((offset) => names.offset(offset));
    if ('t' in step) call['topic'] = names.topic(step.t);
    if ('group' in step) call['group'] = names.group(step.group);
    if ('config' in step) call['config'] = names.config(step.config);
    if ('records' in step)
      call['records'] = step.records.map((record) => ({
        ...record,
        timestamp: FIRST_TIMESTAMP + (record.timestamp ?? 0),
      }));
    return call as Call;
  }

  /** A request that took too long was sent again, and the first one had done it. */
  async #createTopic(call: Call): Promise<void> {
    await this.#run(call).catch((error: unknown) => {
      if (!(error instanceof StepError) || error.kind !== 'topic exists') throw error;
    });
  }

  /** A process that dies tells nobody whether its listener's commit would have failed. */
  async #crash(c: string): Promise<void> {
    await this.#run({ op: 'close', c, ms: 0 }).catch((error: unknown) => {
      if (!(error instanceof StepError) || error.kind !== 'listener') throw error;
    });
  }

  /**
   * A single poll may come before or after the client has found out that there is nowhere to read from: the next drain
   * tells.
   */
  async #poll(c: string, ms: number): Promise<{ rows: Row[]; events: Heard[] }> {
    try {
      return (await this.#run({ op: 'poll', c, ms })) as { rows: Row[]; events: Heard[] };
    } catch (error) {
      if (!(error instanceof StepError) || error.kind !== 'no offset') throw error;
      return { rows: [], events: (await this.#run({ op: 'events', c })) as Heard[] };
    }
  }

  async #take(c: string, count: number, seen: Record<string, unknown>): Promise<void> {
    const consumer = this.#consumers.get(c)!;
    const deadline = performance.now() + TAKE_MS;
    const rows: Row[] = [];
    while (rows.length < count && performance.now() < deadline) {
      const answer = (await this.#run({ op: 'poll', c, ms: 100 })) as { rows: Row[]; events: Heard[] };
      for (const [name, parts] of answer.events) consumer.heard.push([name, parts, rows.length > 0]);
      rows.push(...answer.rows);
    }
    seen['records'] = this.#records(rows);
    seen['events'] = this.#events(consumer.heard.splice(0));
  }

  async #drain(seen: Record<string, unknown>): Promise<void> {
    const active: Drainable[] = [];
    const owned = new Map<string, Set<string>>();
    for (const [c, { group, commitsSoon, mode, topics }] of this.#consumers) {
      if (mode === 'none') continue;
      active.push({ c, group: mode === 'group' ? group : undefined, commitsSoon });
      if (mode !== 'group' || group === undefined) continue;
      if (!owned.has(group)) owned.set(group, new Set());
      for (const topic of topics)
        if (this.#exists[topic])
          for (let i = 0; i < this.#partitions[topic]!; i++) owned.get(group)!.add(`${topic}-${i}`);
    }
    const counts = new Map([...owned].map(([group, parts]) => [group, parts.size]));
    // One that was left alone hears of that, too.
    const drain = new Drain(this.#driver, active, counts, this.#shared);
    const drained = await drain.run();
    this.#untimedMs = drain.lookedMs;
    const members = active.filter(({ group }) => group !== undefined);
    this.#shared = members.length > 1;
    if (this.#shared && !members.every(({ c }) => this.#consumers.get(c)!.isSorted)) this.#isChance = true;
    this.#isPartUnowned = this.#isChance && !drain.isWhole;
    const shared: Record<string, unknown>[] = [];
    for (const [c, { rows, heard, error }] of drained) {
      const consumer = this.#consumers.get(c)!;
      const own: Record<string, unknown> = {};
      own['records'] = this.#records([...consumer.rows.splice(0), ...rows]);
      own['events'] = this.#events([...consumer.heard.splice(0), ...heard]);
      if (error !== undefined) own['error'] = error;
      await this.#standing.take(c, own, error === undefined ? POSITION_MS : 1);
      if (members.length > 1 && consumer.mode === 'group') shared.push(own);
      else for (const [name, value] of Object.entries(own)) seen[`${name} ${c}`] = value;
    }
    if (shared.length > 0) Object.assign(seen, together(shared, this.#hasChanges));
  }

  /** Of every group of the program, asked by Java's admin client on both sides. */
  async #lookAtCommitted(seen: Record<string, unknown>): Promise<void> {
    const groups = new Set<string>();
    for (const step of this.#program.steps)
      if (step.op === 'open' && step.config['group.id']) groups.add(step.config['group.id']);
    for (const group of groups) {
      const found = await this.#kafka.listGroupOffsets(this.#names.config({ 'group.id': group })['group.id']!);
      const plain: Record<string, unknown> = {};
      for (const [name, { offset, metadata }] of Object.entries(found))
        plain[this.#names.strip(name)] = metadata === '' ? offset : [offset, metadata];
      seen[`committed ${group}`] = sorted(plain);
    }
  }

  #records(rows: readonly Row[]): Record<string, unknown> {
    return recordsOf(this.#isRereadChance ? onceEach(rows) : rows, this.#names);
  }

  #events(heard: readonly Heard[]): [name: string, ...rest: unknown[]][] {
    return eventsOf(heard, this.#names, !this.#hasChanges);
  }
}

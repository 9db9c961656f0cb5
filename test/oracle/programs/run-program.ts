import { setTimeout as sleep } from 'node:timers/promises';
import { JavaError } from '../../helpers/kafka/bridge';
import type { KafkaEndpoint } from '../../helpers/kafka/kafka-endpoint';
import { StepError, type Call, type Driver, type Row, type TopicPartition } from '../drivers/driver';
import { FIRST_TIMESTAMP, markersWritten } from './content';
import { Drain, type Drainable, type Heard } from './drain';
import type { Names } from './names';
import type { Program, Step } from './program';

/** What one step led to: what was seen, by name, and how long it took. */
export interface Outcome {
  readonly seen: Readonly<Record<string, unknown>>;
  readonly ms: number;
}

/** Java's position() may ask brokers. */
const POSITION_MS = 2000;
const TAKE_MS = 6000;
const LAG_MS = 500;

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
  'evict',
  'alterOffsets',
  'commitTransaction',
  'abortTransaction',
  'assign',
]);

/** What is seen of members that share a group, whichever of them has which partition. */
const sameForAll: ReadonlySet<string> = new Set(['assignment of all', 'numbers of partitions', 'errors', 'error']);

const changes: ReadonlySet<string> = new Set(['createTopic', 'createPartitions', 'deleteTopic']);

/** Runs a program on one side, and notes everything that a user could see. */
export class ProgramRun {
  readonly #program: Program;
  readonly #driver: Driver;
  readonly #names: Names;
  readonly #kafka: KafkaEndpoint;
  readonly #consumers = new Map<string, OpenConsumer>();
  readonly #partitions: number[];
  readonly #exists: boolean[];
  /** Members shared a group when it was last drained. */
  #shared = false;
  /** Which of two members had which partition was chance, and so is all that follows from it. */
  #isChance = false;
  /** When a member hears of a change of its topics is chance, and so is what it has read by then. */
  readonly #hasChanges: boolean;

  constructor(program: Program, driver: Driver, names: Names, kafka: KafkaEndpoint) {
    this.#program = program;
    this.#driver = driver;
    this.#names = names;
    this.#kafka = kafka;
    this.#partitions = program.topics.map(({ partitions }) => partitions);
    this.#exists = program.topics.map(({ late }) => !late);
    this.#hasChanges = program.steps.some(({ op }) => changes.has(op));
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
      const ms = performance.now() - startedAt;
      if (step.op === 'commitTransaction' || step.op === 'abortTransaction') await this.#markersWritten();
      if (commits.has(step.op)) await this.#lookAtCommitted(seen);
      if (this.#isChance) for (const name of Object.keys(seen)) if (!sameForAll.has(name)) delete seen[name];
      // Ours waits until the brokers know of the change.
      outcomes.push({ seen, ms: changes.has(step.op) ? 0 : ms });
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
        seen['value'] = await this.#position(step.c, names.part(step.part));
        return;
      }
      case 'lag': {
        seen['value'] = await this.#lag(step.c, names.part(step.part));
        return;
      }
      case 'offsetsForTimes': {
        const parts = step.parts.map((part) => names.part(part));
        seen['value'] = this.#value(await this.#run({ ...step, parts, timestamp: FIRST_TIMESTAMP + step.timestamp }));
        return;
      }
      case 'createTopic':
        this.#exists[step.t] = true;
        this.#partitions[step.t] = step.partitions;
        return void (await this.#run({ ...step, topic: names.topic(step.t) }));
      case 'createPartitions':
        this.#partitions[step.t] = step.partitions;
        return void (await this.#run({ ...step, topic: names.topic(step.t) }));
      case 'deleteTopic':
        this.#exists[step.t] = false;
        return void (await this.#run({ ...step, topic: names.topic(step.t) }));
      default:
        seen['value'] = this.#value(await this.#run(this.#named(step)));
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
    const drained = await new Drain(this.#driver, active, counts).run();
    const members = active.filter(({ group }) => group !== undefined);
    this.#shared = members.length > 1;
    if (this.#shared && !members.every(({ c }) => this.#consumers.get(c)!.isSorted)) this.#isChance = true;
    const shared: Record<string, unknown>[] = [];
    for (const [c, { rows, heard, error }] of drained) {
      const consumer = this.#consumers.get(c)!;
      const own: Record<string, unknown> = {};
      own['records'] = this.#records([...consumer.rows.splice(0), ...rows]);
      own['events'] = this.#events([...consumer.heard.splice(0), ...heard]);
      if (error !== undefined) own['error'] = error;
      await this.#snapshot(c, own, error === undefined ? POSITION_MS : 1);
      if (members.length > 1 && consumer.mode === 'group') shared.push(own);
      else for (const [name, value] of Object.entries(own)) seen[`${name} ${c}`] = value;
    }
    if (shared.length > 0) Object.assign(seen, together(shared));
  }

  /** Where a consumer stands. */
  async #snapshot(c: string, seen: Record<string, unknown>, positionMs: number): Promise<void> {
    const assigned = (await this.#run({ op: 'assignment', c })) as TopicPartition[];
    seen['assignment'] = this.#value(assigned);
    seen['paused'] = this.#value(await this.#run({ op: 'paused', c }));
    seen['subscription'] = ((await this.#run({ op: 'subscription', c })) as string[]).map((name) =>
      this.#names.strip(name),
    );
    const positions: Record<string, unknown> = {};
    const lags: Record<string, unknown> = {};
    for (const part of assigned) {
      const name = this.#names.plain(part);
      positions[name] = await this.#position(c, part, positionMs);
      // Of a paused partition it is as old as the last fetch, which may have been under way.
      const isPaused = name in ((seen['paused'] ?? {}) as object);
      const lag = await this.#lag(c, part);
      lags[name] = isPaused && lag !== null ? 'known' : lag;
    }
    seen['positions'] = sorted(positions);
    seen['lags'] = sorted(lags);
  }

  /** Both clients ask in the background for an end that they do not know. */
  async #lag(c: string, part: TopicPartition): Promise<unknown> {
    for (const deadline = performance.now() + LAG_MS; ; await sleep(20)) {
      const lag = await this.#run({ op: 'lag', c, part });
      // Beyond the end Java's is negative (listed).
      if (lag !== null) return Math.max(0, lag as number);
      if (performance.now() > deadline) return null;
      // Java takes the answer in while it polls; everything was read, so that this brings nothing. Where there is
      // nowhere to read from, it has thrown before.
      await this.#run({ op: 'poll', c, ms: 0 }).catch((error: unknown) => {
        if (!(error instanceof StepError) || error.kind !== 'no offset') throw error;
      });
    }
  }

  /**
   * "unknown" where Java waits in vain or says that there is nowhere to read from: ours is null then, and asks nobody.
   */
  async #position(c: string, part: TopicPartition, ms = POSITION_MS): Promise<unknown> {
    try {
      return await this.#run({ op: 'position', c, part, ms });
    } catch (error) {
      if (error instanceof StepError && (error.kind === 'timeout' || error.kind === 'no offset')) return 'unknown';
      throw error;
    }
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
    const byPartition: Record<string, unknown[]> = {};
    for (const row of rows) {
      const { offset, key, value, timestamp, timestampType } = row;
      const time = timestampType === 'CREATE_TIME' ? timestamp - FIRST_TIMESTAMP : timestampType;
      (byPartition[this.#names.plain(row)] ??= []).push([offset, text(key), text(value), time]);
    }
    return sorted(byPartition);
  }

  #events(heard: readonly Heard[]): [name: string, ...rest: unknown[]][] {
    // Java calls a listener with an empty list, too (listed).
    const told = heard.filter(([, partitions]) => partitions.length > 0);
    return told.map(([name, partitions, afterRecords]) => [
      name,
      partitions.map((part) => this.#names.plain(part)).sort(),
      ...(afterRecords && !this.#hasChanges ? ['after records'] : []),
    ]);
  }

  /** What an operation returned, its lists of partitions in one order. */
  #value(value: unknown): unknown {
    if (value === undefined || value === null) return null;
    if (!Array.isArray(value)) return value;
    if (value.some((one) => typeof one === 'object' && one !== null && 'topic' in one)) {
      const named: Record<string, unknown> = {};
      for (const one of value as (TopicPartition & Record<string, unknown>)[]) {
        const { topic, partition, ...rest } = one;
        named[this.#names.plain({ topic, partition })] = rest;
      }
      return sorted(named);
    }
    return value;
  }
}

function text(base64: string | null): string | null {
  return base64 === null ? null : Buffer.from(base64, 'base64').toString();
}

function sorted<T>(map: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Of members that share partitions it is chance who gets which: their outcomes as one. */
function together(members: readonly Record<string, unknown>[]): Record<string, unknown> {
  const all: Record<string, unknown> = {};
  for (const name of ['records', 'positions', 'lags', 'assignment']) {
    const merged: Record<string, unknown> = {};
    for (const member of members)
      for (const [part, value] of Object.entries(member[name] as Record<string, unknown>)) {
        const known = merged[part];
        merged[part] =
          Array.isArray(known) && Array.isArray(value) ? [...(known as unknown[]), ...(value as unknown[])] : value;
      }
    all[`${name} of all`] = sorted(merged);
  }
  all['numbers of partitions'] = members.map((member) => Object.keys(member['assignment'] as object).length).sort();
  all['errors'] = members.map((member) => member['error'] ?? '').sort();
  return all;
}

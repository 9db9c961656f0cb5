/**
 * Three processes of one application, which are killed, stopped, started, fenced, and frozen until the group has given
 * their tasks away, while records arrive; in the end every output must be the fold of the inputs, once.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Producer } from '../../../src/index';
import type { StreamsConfig } from '../../../src/streams/index';
import type { KafkaEndpoint } from '../../helpers/kafka/kafka-endpoint';
import { Random } from '../../helpers/random';
import { outputs, type KilledApp } from './application';
import { Deck, nameOf, type Fault } from './faults';
import { Input } from './input';
import { Member } from './member';
import { results } from './results';
import type { Order } from './trap';
import { judge } from './verdict';

const PARTITIONS = 5;
const MEMBERS = 3;
/** `session.timeout.ms`. */
const SESSION_MS = 6000;
/** A frozen process must come back before its transaction is aborted for its age, or that hides what else is wrong. */
const TRANSACTION_MS = 20_000;
/** `linger.ms` of each member. One has written nothing before its commits, the others write as they process. */
const LINGER_MS = [5, 1000, 100];
/** It is frozen while its changelogs are still to be written, and its offsets wait for the end of its transaction. */
const LAZY = 1;
/** Of faults that were asked for by name. */
const ROUNDS = 3;
/** For a process to come to the place where it is stopped. */
const PLACE_MS = 30_000;

/** A broker that is killed once, and started again, while processes are killed. */
export interface BrokerFault {
  kill(): Promise<void>;
  restart(): Promise<void>;
}

export interface KillOptions {
  readonly kafka: KafkaEndpoint;
  readonly prefix: string;
  readonly seed: number;
  /** Processes killed at least; faults go on until each was there once. */
  readonly kills: number;
  readonly guarantee: 'at_least_once' | 'exactly_once_v2';
  /** Of mutations.ts. */
  readonly mutation?: string | undefined;
  readonly broker?: BrokerFault | undefined;
  /** Default: dsl. */
  readonly app?: KilledApp | undefined;
  /** Default: in_memory. With lmdb, each process keeps its folder over its ends. */
  readonly store?: 'in_memory' | 'lmdb' | undefined;
  /** Only these faults, each three times; default: all. */
  readonly faults?: readonly string[] | undefined;
  readonly log: (line: string) => void;
}

export interface KillResult {
  readonly seed: number;
  readonly guarantee: string;
  readonly mutation: string | undefined;
  readonly kills: number;
  /** How often each fault was there. */
  readonly faults: Readonly<Record<string, number>>;
  readonly brokersKilled: number;
  readonly inputs: number;
  /** From the last start of a member until all outputs were there. */
  readonly caughtUpMs: number;
  readonly problems: string[];
}

export async function runKills(options: KillOptions): Promise<KillResult> {
  const { kafka, prefix, seed, guarantee, mutation } = options;
  const random = new Random(seed);
  for (const name of ['data', 'rests', ...outputs])
    await kafka.createTopic(`${prefix}-${name}`, { partitions: PARTITIONS });
  const input = new Input(kafka, `${prefix}-data`, random);
  const application = new KilledApplication(options, random);
  try {
    input.start();
    await application.running();
    const { kills, faults, brokersKilled } = await application.suffer(() => input.rows.length);
    await input.stop();
    const from = Date.now();
    const found = await results(kafka, { prefix, partitions: PARTITIONS }, input.rows.length);
    const problems = judge(input.rows, found);
    const inputs = input.rows.length;
    return { seed, guarantee, mutation, kills, faults, brokersKilled, inputs, caughtUpMs: Date.now() - from, problems };
  } finally {
    await input.stop().finally(() => application.end());
  }
}

/** Its processes, and what happens to them. */
class KilledApplication {
  readonly #options: KillOptions;
  readonly #random: Random;
  readonly #config: StreamsConfig;
  readonly #members: Member[];
  readonly #stateDir = mkdtempSync(path.join(tmpdir(), 'kafka-streams-'));
  #kills = 0;

  constructor(options: KillOptions, random: Random) {
    const { kafka, prefix, guarantee, store } = options;
    this.#options = options;
    this.#random = random;
    this.#config = {
      'application.id': prefix,
      'dsl.store.suppliers.class': store,
      'bootstrap.servers': kafka.bootstrapServers,
      'processing.guarantee': guarantee,
      // Long enough for a kill between two commits to be likely.
      'commit.interval.ms': guarantee === 'exactly_once_v2' ? 200 : 1000,
      'session.timeout.ms': SESSION_MS,
      'heartbeat.interval.ms': 1000,
      ...(guarantee === 'exactly_once_v2' ? { 'transaction.timeout.ms': TRANSACTION_MS } : {}),
    };
    this.#members = Array.from({ length: MEMBERS }, (_, at) => this.#start(at));
  }

  #start(at: number, order?: Order): Member {
    const { prefix, mutation, app, log } = this.#options;
    const config = { ...this.#config, 'linger.ms': LINGER_MS[at], 'state.dir': path.join(this.#stateDir, String(at)) };
    return new Member({ prefix, config, order, app }, mutation, (line) => log(`  ${line}`));
  }

  async running(): Promise<void> {
    const deadline = Date.now() + 180_000;
    while (!this.#members.every(({ state }) => state === 'RUNNING')) {
      const states = this.#members.map(({ state }) => state).join();
      if (Date.now() > deadline) throw new Error(`not all members run: ${states}`);
      await sleep(50);
    }
  }

  /** All faults. `inputs`: how many there are, for the log. */
  async suffer(inputs: () => number): Promise<Pick<KillResult, 'kills' | 'faults' | 'brokersKilled'>> {
    const { kills, guarantee, broker, log } = this.#options;
    const random = this.#random;
    const deck = new Deck(guarantee, random, this.#options.faults);
    const faults: Record<string, number> = {};
    const least = this.#options.faults ? ROUNDS * deck.size : deck.size;
    const leastKills = this.#options.faults ? 0 : kills;
    const brokerAt = random.below(deck.size);
    let brokerBack: Promise<void> | undefined;
    for (let count = 0; count < least || this.#kills < leastKills; count++) {
      await sleep(500 + random.below(1500));
      if (broker && count === brokerAt) {
        log('a broker is killed');
        await broker.kill();
        brokerBack = sleep(3000 + random.below(10_000)).then(() => broker.restart());
        brokerBack.catch(() => undefined);
      }
      const fault = deck.next();
      const isLazy = fault.kind === 'freeze' && fault.point === 'after offsets';
      const at = isLazy ? LAZY : random.below(MEMBERS);
      const { state } = this.#members[at]!;
      log(`${this.#kills} of ${kills}: ${nameOf(fault)}, member ${at} (${state}), ${inputs()} inputs`);
      if (await this.#do(fault, at)) faults[nameOf(fault)] = (faults[nameOf(fault)] ?? 0) + 1;
      else log('  it did not come there');
    }
    await brokerBack;
    await this.running();
    return { kills: this.#kills, faults, brokersKilled: brokerBack ? 1 : 0 };
  }

  /** False: the process did not come to that place. */
  async #do(fault: Fault, at: number): Promise<boolean> {
    if (fault.kind === 'freeze') return this.#freeze(fault, at);
    if (fault.kind === 'fence') return this.#fence(fault, at);
    const random = this.#random;
    const order = { point: fault.point!, signal: 'SIGKILL', delayMs: random.below(10) } as const;
    let isThere = true;
    if (fault.kind === 'stop') await this.#members[at]!.end('SIGTERM');
    else {
      // Its successor restores, and is killed in the middle.
      if (fault.point === 'restoring') {
        await this.#kill(at);
        this.#members[at] = this.#start(at, order);
        isThere = await this.#members[at].reached('restoring', PLACE_MS);
      } else if (fault.point !== undefined) isThere = await this.#members[at]!.at(order, PLACE_MS);
      await this.#kill(at);
    }
    await sleep(random.below(1000));
    this.#members[at] = this.#start(at);
    // Sometimes the next one suffers while this one starts, or restores.
    if (random.chance(0.6)) await this.running();
    return isThere;
  }

  async #kill(at: number): Promise<void> {
    await this.#members[at]!.end('SIGKILL');
    this.#kills++;
  }

  async #stopAt({ point }: Fault, member: Member): Promise<boolean> {
    if (point !== undefined) return member.at({ point, signal: 'SIGSTOP', delayMs: 0 }, PLACE_MS);
    member.freeze();
    return true;
  }

  /** Until the others have its tasks. */
  async #freeze(fault: Fault, at: number): Promise<boolean> {
    await this.running();
    const member = this.#members[at]!;
    if (!(await this.#stopAt(fault, member))) return false;
    const isMoving = (): boolean => this.#members.some((one) => one !== member && one.state === 'REBALANCING');
    for (let waited = 0; waited < TRANSACTION_MS * 0.6 && !isMoving(); waited += 50) await sleep(50);
    await sleep(2500 + this.#random.below(1500));
    if (fault.point === 'after offsets' && this.#options.guarantee === 'exactly_once_v2')
      await this.#commitOnly(member);
    else member.thaw();
    await this.running();
    return true;
  }

  /** It commits, and stands still again: else it would take its tasks back before the others process with them. */
  async #commitOnly(member: Member): Promise<void> {
    const committed = member.at({ point: 'after commit', signal: 'SIGSTOP', delayMs: 0 }, PLACE_MS);
    member.thaw();
    if (await committed) await sleep(3000);
    member.thaw();
  }

  /** It stands still for a moment, keeps its tasks, and goes on with a transaction that is void. */
  async #fence(fault: Fault, at: number): Promise<boolean> {
    await this.running();
    const member = this.#members[at]!;
    if (!(await this.#stopAt(fault, member))) return false;
    try {
      await using other = new Producer({
        'bootstrap.servers': this.#options.kafka.bootstrapServers,
        'transactional.id': member.transactionalId!,
      });
      await other.initTransactions();
    } finally {
      member.thaw();
    }
    return true;
  }

  async end(): Promise<void> {
    for (const member of this.#members) member.thaw();
    await Promise.all(this.#members.map((member) => member.end('SIGTERM')));
    rmSync(this.#stateDir, { recursive: true, force: true });
  }
}

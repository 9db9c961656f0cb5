import { Random } from '../../helpers/random';
import { consumerConfig, topicSpec } from './generate-setup';
import { Writes } from './generate-writes';
import type { Listening, Offset, Part, Program, Step, TopicSpec } from './program';

/** What the generator knows of a consumer: what it may do next without leaving the outcome to chance. */
interface Member {
  readonly c: string;
  readonly config: Readonly<Record<string, string>>;
  mode: 'none' | 'group' | 'manual';
  topics: number[];
  parts: Part[];
}

/** An endless supply of programs: the same for the same seed and number. */
export function generate(seed: number, number: number): Program {
  return new Generator(new Random((seed * 1_000_003 + number * 7919) >>> 0)).program();
}

class Generator {
  readonly #random: Random;
  readonly #topics: TopicSpec[] = [];
  readonly #partitions: number[] = [];
  readonly #exists: boolean[] = [];
  readonly #steps: Step[] = [];
  #member!: Member;
  #second: Member | undefined;
  #opened = 0;
  readonly #writes: Writes;
  /** Topics may come, go and grow. */
  #changes = false;
  /** The broker may be restarted, consumers may crash: no other program runs meanwhile. */
  #disturbs = false;

  constructor(random: Random) {
    this.#random = random;
    this.#writes = new Writes(random, this.#steps, {
      part: () => this.#existingPart(),
      offsets: () => this.#offsetsToSend(),
    });
  }

  program(): Program {
    const random = this.#random;
    this.#changes = random.chance(0.2);
    this.#disturbs = !this.#changes && random.chance(0.08);
    for (let i = random.chance(0.3) ? 2 : 1; i > 0; i--) {
      const spec = topicSpec(random, this.#changes);
      this.#topics.push(spec);
      this.#partitions.push(spec.partitions);
      this.#exists.push(!spec.late);
    }
    const isSingle = this.#topics.length === 1 && this.#partitions[0] === 1 && !this.#changes;
    const config = consumerConfig(random, this.#changes, this.#isFilled, isSingle);
    this.#open(config);
    this.#attach();
    for (let i = 2 + random.below(7); i > 0; i--) this.#act();
    this.#end();
    return { topics: this.#topics, steps: this.#steps };
  }

  /** Every partition holds a record from the beginning. */
  get #isFilled(): boolean {
    return this.#topics.every(
      ({ partitions, content, past }) =>
        past === undefined &&
        new Set(content.filter(({ kind }) => kind === 'plain').map(({ partition }) => partition)).size === partitions,
    );
  }

  #push(...steps: Step[]): void {
    this.#steps.push(...steps);
  }

  #open(config: Readonly<Record<string, string>>): Member {
    const c = `c${this.#opened++}`;
    this.#push({ op: 'open', c, config });
    return (this.#member = { c, config, mode: 'none', topics: [], parts: [] });
  }

  #allParts(topics: readonly number[]): Part[] {
    return topics.flatMap((topic) =>
      Array.from({ length: this.#exists[topic] ? this.#partitions[topic]! : 0 }, (_, i): Part => [topic, i]),
    );
  }

  #someParts(parts: readonly Part[]): Part[] {
    const roll = this.#random.next();
    if (roll < 0.2) return [];
    if (roll < 0.6) return [...parts];
    const some = parts.filter(() => this.#random.chance(0.5));
    return some.length > 0 ? some : parts.slice(0, 1);
  }

  #listening(): Listening | undefined {
    const roll = this.#random.next();
    if (roll < 0.7) return undefined;
    if (roll < 0.78) return { onAssigned: 'seek0' };
    if (roll < 0.84) return { onAssigned: 'seekToBeginning' };
    if (roll < 0.88) return { onAssigned: 'seekToEnd' };
    if (roll < 0.92) return { onAssigned: 'pause' };
    return { onRevoked: 'commit' };
  }

  /** Subscribes or assigns. */
  #attach(mode?: 'group' | 'manual'): void {
    const member = this.#member;
    const random = this.#random;
    const all = this.#topics.map((_, i) => i);
    const topics = all.length > 1 && random.chance(0.4) ? [random.pick(all)] : all;
    const { c } = member;
    const mayJoin = member.config['group.id'] !== undefined;
    if (mode === undefined ? mayJoin && random.chance(0.65) : mode === 'group') {
      const listening = this.#listening();
      const byPattern = topics === all && !this.#changes && random.chance(0.15) ? ({ byPattern: true } as const) : {};
      this.#push({ op: 'subscribe', c, topics, ...byPattern, ...(listening ? { listening } : {}) });
      // Whether the group had taken it in when it is closed or unsubscribed is a matter of time.
      this.#push({ op: 'drain' });
      Object.assign(member, { mode: 'group', topics, parts: this.#allParts(topics) });
    } else {
      const parts = this.#allParts(topics);
      if (parts.length === 0) return;
      // Drained, too: ours looks for the first position at once, Java with the first poll (listed).
      this.#push({ op: 'assign', c, parts }, { op: 'drain' });
      Object.assign(member, { mode: 'manual', topics, parts });
    }
  }

  /** Exactly one partition is read, so that a number of records says which ones. */
  get #isSingle(): boolean {
    return this.#member.config['max.poll.records'] === '1' && this.#member.parts.length === 1 && !this.#second;
  }

  #end(): void {
    const { c, config, mode, topics } = this.#member;
    if (this.#second) this.#push({ op: 'close', c: this.#second.c });
    this.#push({ op: 'close', c });
    if (config['group.id'] === undefined || this.#random.chance(0.3)) return;
    // What the next member reads.
    const next = this.#open({ ...config, 'auto.offset.reset': 'earliest', 'enable.auto.commit': 'false' });
    if (mode === 'manual') this.#push({ op: 'assign', c: next.c, parts: this.#allParts(topics) });
    else this.#push({ op: 'subscribe', c: next.c, topics: topics.length > 0 ? topics : [0] });
    this.#push({ op: 'drain' }, { op: 'close', c: next.c });
  }

  #act(): void {
    const member = this.#member;
    if (member.mode === 'none') return this.#attach();
    const actions: [weight: number, act: () => void][] = [
      [5, () => this.#push({ op: 'drain' })],
      [4, () => this.#seek()],
      [2, () => this.#seekToEnds()],
      [2, () => this.#pause()],
      [3, () => this.#commit()],
      [3, () => this.#ask()],
      [2, () => this.#pollAndDrain()],
      [2, () => this.#writes.send()],
      [1, () => this.#writes.transaction()],
      [1, () => this.#deleteRecords()],
      [2, () => this.#detach()],
      [2, () => this.#reopen()],
    ];
    // Which of two members has which partition is chance.
    if (this.#second)
      actions.splice(
        0,
        actions.length,
        [4, () => this.#push({ op: 'drain' })],
        [2, () => this.#push({ op: 'drain' }, { op: 'commit', c: member.c }, { op: 'commit', c: this.#second!.c })],
        [3, () => this.#writes.send()],
        [1, () => this.#writes.transaction()],
        [2, () => this.#secondMember()],
      );
    if (this.#isSingle) actions.push([5, () => this.#take()]);
    // With reset none a member may end in an error before the other one has come.
    if (member.mode === 'group' && member.config['auto.offset.reset'] !== 'none')
      actions.push([1.5, () => this.#secondMember()]);
    if (this.#changes) actions.push([4, () => this.#change()]);
    if (this.#disturbs) actions.push([6, () => this.#disturb()]);
    let roll = this.#random.next() * actions.reduce((sum, [weight]) => sum + weight, 0);
    for (const [weight, act] of actions) if ((roll -= weight) < 0) return act();
  }

  #anyPart(): Part {
    const { parts } = this.#member;
    if (parts.length === 0 || this.#random.chance(0.03)) return [0, 7];
    return this.#random.pick(parts);
  }

  #offset(): number {
    const roll = this.#random.next();
    if (roll < 0.2) return 0;
    if (roll < 0.35) return 1000;
    return this.#random.below(15);
  }

  /** Half of the time a partition is known to be assigned by then. */
  #seek(): void {
    if (this.#member.mode === 'group' && this.#random.chance(0.7)) this.#push({ op: 'drain' });
    this.#push({ op: 'seek', c: this.#member.c, part: this.#anyPart(), offset: this.#offset() });
    this.#look(0.3);
  }

  #seekToEnds(): void {
    const { c, mode, parts } = this.#member;
    if (mode === 'group') this.#push({ op: 'drain' });
    this.#push({
      op: this.#random.chance(0.5) ? 'seekToBeginning' : 'seekToEnd',
      c,
      parts: this.#second ? [] : this.#someParts(parts),
    });
    this.#look(0.3);
  }

  #look(probability: number): void {
    if (!this.#random.chance(probability)) return;
    this.#push({ op: 'position', c: this.#member.c, part: this.#anyPart() });
  }

  #pause(): void {
    const { c, parts, mode } = this.#member;
    if (mode === 'group') this.#push({ op: 'drain' });
    const some = this.#second ? [] : this.#someParts(parts);
    this.#push({ op: 'pause', c, parts: some });
    if (this.#random.chance(0.4)) this.#writes.send();
    this.#push({ op: 'drain' });
    if (this.#random.chance(0.7)) this.#push({ op: 'resume', c, parts: some });
  }

  #someOffsets(): Offset[] {
    return this.#someParts(this.#member.parts).map((part) => ({
      part,
      offset: this.#random.below(15),
      ...(this.#random.chance(0.4) ? { metadata: `m${this.#random.below(9)}` } : {}),
    }));
  }

  #commit(): void {
    const { c, config, mode } = this.#member;
    this.#push({ op: 'drain' });
    const roll = this.#random.next();
    if (roll < 0.5 || this.#second) this.#push({ op: 'commit', c });
    else if (roll < 0.8) this.#push({ op: 'commitOffsets', c, offsets: this.#someOffsets() });
    else {
      const offsets = this.#someOffsets();
      if (
        config['enable.auto.commit'] === 'false' &&
        mode === 'manual' &&
        config['group.id'] !== undefined &&
        offsets.length > 0
      )
        this.#push({ op: 'store', c, offsets });
      this.#push({ op: 'commit', c });
    }
  }

  #ask(): void {
    const { c, parts, config } = this.#member;
    const roll = this.#random.next();
    if (roll < 0.4) this.#push({ op: 'position', c, part: this.#anyPart() });
    else if (roll < 0.55 && config['group.id'] !== undefined) this.#push({ op: 'committed', c, parts });
    else if (roll < 0.7) this.#push({ op: 'endOffsets', c, parts });
    else if (roll < 0.8) this.#push({ op: 'beginningOffsets', c, parts });
    else if (roll < 0.9) this.#push({ op: 'offsetsForTimes', c, parts, timestamp: this.#random.below(20) * 700 });
    else this.#push({ op: 'drain' }, { op: 'lag', c, part: this.#anyPart() });
  }

  #pollAndDrain(): void {
    const { c } = this.#member;
    if (this.#random.chance(0.3)) this.#push({ op: 'wakeup', c });
    for (let i = 1 + this.#random.below(3); i > 0; i--)
      this.#push({ op: 'poll', c, ms: this.#random.pick([0, 0, 20, 300]) });
    this.#push({ op: 'drain' });
  }

  #take(): void {
    const { c, config } = this.#member;
    const count = 1 + this.#random.below(4);
    const op = config['enable.auto.commit'] === 'false' && this.#random.chance(0.4) ? 'iterate' : 'take';
    this.#push({ op, c, count });
    this.#look(0.3);
  }

  #existingPart(): Part | undefined {
    const all = this.#allParts(this.#topics.map((_, i) => i));
    return all.length > 0 ? this.#random.pick(all) : undefined;
  }

  /** For a transaction: of a group without members that commit at the same time. */
  #offsetsToSend(): Offset[] {
    const { config, mode } = this.#member;
    const offsets = this.#someOffsets();
    const isFree = config['group.id'] !== undefined && config['enable.auto.commit'] === 'false' && mode === 'manual';
    return isFree ? offsets : [];
  }

  #deleteRecords(): void {
    const part = this.#existingPart();
    if (!part || (this.#hasOpen && this.#member.config['auto.offset.reset'] === 'latest')) return;
    this.#push({ op: 'deleteRecords', part, offset: this.#random.below(6) });
  }

  /**
   * Kafka leaves the last stable offset where an open transaction began, also below the start of the log: the end that
   * `latest` looks for is then out of range, again and again, for either client.
   */
  get #hasOpen(): boolean {
    return this.#topics.some(({ content }) => content.some(({ kind }) => kind === 'open'));
  }

  /** Gives everything up, and takes it again, or something else. */
  #detach(): void {
    const member = this.#member;
    // What Java commits when it joins again depends on how far it has come.
    this.#push({ op: 'drain' });
    // With reset none a poll ends in an error, before or after the group has heard of the change.
    if (member.config['auto.offset.reset'] === 'none' || this.#random.chance(0.6)) {
      this.#push({ op: 'unsubscribe', c: member.c });
      member.mode = 'none';
      member.parts = [];
      this.#attach();
    } else this.#attach(member.mode === 'none' ? undefined : member.mode);
  }

  /** Closes the consumer, or has it thrown out, and goes on with another one. */
  #reopen(): void {
    const { c, config, mode } = this.#member;
    if (this.#second) return this.#secondMember();
    const isClassicGroup = mode === 'group' && config['group.protocol'] !== 'consumer';
    // With reset none a poll may end in an error before the member has heard that it is out.
    const mayEvict =
      isClassicGroup && config['group.instance.id'] === undefined && config['auto.offset.reset'] !== 'none';
    if (mayEvict && this.#random.chance(0.2)) {
      // A heartbeat has to be refused first; the polls meanwhile take the loss in.
      const polls = Array.from({ length: 8 }, (): Step => ({ op: 'poll', c, ms: 200 }));
      this.#push({ op: 'drain' }, { op: 'evict', group: 0 }, ...polls, { op: 'drain' });
      return;
    }
    this.#push({ op: 'close', c });
    if (config['group.id'] !== undefined && this.#random.chance(0.25)) {
      const part = this.#existingPart();
      if (part) this.#push({ op: 'alterOffsets', group: 0, offsets: [{ part, offset: this.#offset() }] });
    }
    this.#open(config);
    this.#attach();
  }

  #disturb(): void {
    const { c, config, mode } = this.#member;
    this.#push({ op: 'drain' });
    if (this.#second || this.#random.chance(0.5)) {
      this.#push({ op: 'restart' });
      if (this.#random.chance(0.5)) this.#writes.send();
      return this.#push({ op: 'drain' });
    }
    this.#push({ op: 'crash', c });
    // A static member may come back before its session is over.
    const waits = mode === 'group' && (config['group.instance.id'] === undefined || this.#random.chance(0.5));
    if (waits) this.#push({ op: 'sleep', ms: 7000 });
    this.#open(config);
    this.#attach();
  }

  /** A second member of the group comes, or goes. */
  #secondMember(): void {
    const { config, topics } = this.#member;
    this.#push({ op: 'drain' });
    if (this.#second) {
      this.#push({ op: 'close', c: this.#second.c }, { op: 'drain' });
      this.#second = undefined;
      return;
    }
    const first = this.#member;
    const instance = config['group.instance.id'];
    const own = instance === undefined ? config : { ...config, 'group.instance.id': `${instance}b` };
    const second = this.#open(own);
    this.#member = first;
    this.#second = second;
    this.#push({ op: 'subscribe', c: second.c, topics }, { op: 'drain' });
  }

  /** Topics come, grow, go, and are made again. */
  #change(): void {
    this.#push({ op: 'drain' });
    const t = this.#random.below(this.#topics.length);
    if (!this.#exists[t]) {
      const partitions = 1 + this.#random.below(2);
      this.#push({ op: 'createTopic', t, partitions });
      this.#exists[t] = true;
      this.#partitions[t] = partitions;
      this.#writes.send();
    } else if (this.#random.chance(0.5)) {
      this.#partitions[t] = this.#partitions[t]! + 1;
      this.#push({ op: 'createPartitions', t, partitions: this.#partitions[t]! });
      if (this.#random.chance(0.7)) this.#writes.send();
    } else {
      this.#push({ op: 'deleteTopic', t }, { op: 'sleep', ms: 300 });
      this.#exists[t] = false;
      return this.#change();
    }
    if (this.#member.mode === 'group') this.#member.parts = this.#allParts(this.#member.topics);
    this.#push({ op: 'drain' });
  }
}

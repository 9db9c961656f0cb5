import type { Random } from '../../../helpers/random';
import type { Plain, Step, Type } from './case';

/** A stream, table or group that a later step may use. */
export interface Made {
  readonly kind: 'stream' | 'table' | 'group' | 'windowed' | 'tableGroup' | 'global';
  readonly as: string;
  readonly k: Type;
  readonly v: Type;
  /** Its serde of this side is known to Java: it may be left out. Texts have the default. */
  readonly knowsKey: boolean;
  readonly knowsValue: boolean;
  /** The store of a table or global table, if it was named. */
  readonly storeName?: string | null;
  /** Of a windowed group. */
  readonly windows?: WindowsOfCase;
  /** Of a group: its repartition topic, if there is one, has a name of its own. */
  readonly isNamed?: boolean;
  /** Of a stream or group: it was not repartitioned since its key changed. */
  readonly hasChangedKey?: boolean;
  /** Of a table: on every path before it there is an aggregation in windows. */
  readonly hasWindows?: boolean;
}

const changing = new Set(['selectKey', 'map', 'flatMap', 'process', 'groupBy']);
const partitioned = new Set(['repartition', 'toTable', 'join', 'leftJoin']);
const aggregations = new Set(['count', 'reduce', 'aggregate']);
const ofOneTable = new Set(['tableFilter', 'tableFilterNot', 'tableMapValues', 'suppress']);

/** What follows from the steps before. */
function inherited(step: Step, from: readonly Made[]): Pick<Made, 'hasChangedKey' | 'hasWindows'> {
  const { op } = step;
  const isPartitioned = partitioned.has(op) || op.startsWith('stream');
  const isChanged = changing.has(op) || (op === 'toStream' && step.fn !== null);
  const isWindowed = aggregations.has(op) && from[0]?.kind === 'windowed';
  const isOfTables = ofOneTable.has(op) || (op.startsWith('table') && op.endsWith('Join'));
  return {
    hasChangedKey: isChanged || (!isPartitioned && from.some((one) => one.hasChangedKey)),
    hasWindows: isWindowed || (isOfTables && from.every((one) => one.hasWindows)),
  };
}

/** Windows, in milliseconds. */
export interface WindowsOfCase {
  readonly kind: 'time' | 'sliding' | 'session';
  readonly size: number;
  readonly advance: number | null;
  readonly grace: number;
  /** Only the final results go on. */
  readonly isFinal?: boolean;
}

/** A source topic and what its bytes are. */
export interface SourceTopic {
  readonly name: string;
  readonly k: Type;
  readonly v: Type;
}

/** A store for processors. */
export interface MadeStore {
  readonly name: string;
  readonly k: Type;
  readonly v: Type;
  readonly isTimestamped: boolean;
  readonly isGlobal: boolean;
  /** Absent: keyValue. */
  readonly kind?: 'keyValue' | 'window' | 'session';
  /** Of windows: those of one key and time stay beside each other. */
  readonly duplicates?: boolean;
}

/** What a generated topology consists of so far. */
export class Pool {
  readonly steps: Step[] = [];
  readonly made: Made[] = [];
  readonly topics: SourceTopic[] = [];
  readonly stores: MadeStore[] = [];
  /** Groups that Java can use only once: their repartition topics have names, and a cogroup has made them. */
  readonly taken = new Set<string>();
  /** How often a function of the user's throws. */
  readonly booms: number;
  readonly random: Random;
  #count = 0;

  constructor(random: Random, booms: number) {
    this.random = random;
    this.booms = booms;
  }

  fresh(prefix: string): string {
    return `${prefix}${this.#count++}`;
  }

  type(): Plain {
    return this.random.chance(0.65) ? 'S' : 'I';
  }

  /** A name by chance. */
  name(): string | null {
    return this.random.chance(0.25) ? this.fresh(this.random.pick(['n', 'name-', 'a.b_'])) : null;
  }

  /** The type for a serde that must be given, or by chance; null: left out. */
  serde(type: Type, isKnown: boolean): Type | null {
    return (type !== 'S' && !isKnown) || this.random.chance(0.3) ? type : null;
  }

  function(names: readonly string[]): string {
    return this.random.chance(this.booms) ? 'boom' : this.random.pick(names);
  }

  /** Options of a store by chance, or always where a serde must be given. Given serdes become the store's. */
  materialized(k: Type, v: Type, needs: { key: boolean; value: boolean; isForced?: boolean }): Step['materialized'] {
    const { random } = this;
    const mustKey = needs.key && k !== 'S';
    const mustValue = needs.value && v === 'I';
    if (!mustKey && !mustValue && !needs.isForced && random.chance(0.5)) return null;
    return {
      storeName: random.chance(0.5) ? this.fresh('store-') : null,
      key: mustKey || random.chance(0.3) ? k : null,
      value: mustValue || random.chance(0.3) ? v : null,
      isLogged: random.chance(0.9),
    };
  }

  add(step: Step, made?: Omit<Made, 'as'>): void {
    const as = this.fresh('x');
    this.steps.push(made ? { ...step, as } : step);
    const from = this.made.filter((one) => one.as === step.on || one.as === step.other);
    if (made) this.made.push({ ...made, ...inherited(step, from), as });
  }

  of(kind: Made['kind'], matches: (one: Made) => boolean = () => true): Made | undefined {
    const found = this.made.filter((one) => one.kind === kind && !this.taken.has(one.as) && matches(one));
    return found.length === 0 ? undefined : this.random.pick(found);
  }
}

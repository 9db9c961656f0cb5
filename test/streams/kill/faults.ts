/** What happens to the processes of the application. */
import type { Random } from '../../helpers/random';

/** Places in a process at which a fault may wait for it: `trap.ts` stands there. */
export type Point =
  /** A transaction has begun; nothing of it is sent. */
  | 'begun'
  /** Results are written, the offsets are not. */
  | 'before offsets'
  /** The offsets are accepted, and wait for the end of the transaction. */
  | 'after offsets'
  /** The commit is on its way. */
  | 'in commit'
  /** Committed; nothing else has run since. */
  | 'after commit'
  /** A store has got the first records of its changelog. */
  | 'restoring';

/**
 * `kill`: SIGKILL. `stop`: SIGTERM. `freeze`: until the group has given its tasks away. `fence`: another producer
 * begins with its transactional id, which aborts what it is doing, and it keeps its tasks.
 */
export interface Fault {
  readonly kind: 'kill' | 'stop' | 'freeze' | 'fence';
  /** Absent: anywhere. */
  readonly point?: Point;
}

export const nameOf = ({ kind, point }: Fault): string => `${kind} ${point ?? 'anywhere'}`;

const exactlyOnce: readonly Fault[] = [
  { kind: 'kill' },
  { kind: 'kill', point: 'begun' },
  { kind: 'kill', point: 'before offsets' },
  { kind: 'kill', point: 'after offsets' },
  { kind: 'kill', point: 'in commit' },
  { kind: 'kill', point: 'after commit' },
  { kind: 'kill', point: 'restoring' },
  { kind: 'stop' },
  { kind: 'freeze' },
  { kind: 'freeze', point: 'before offsets' },
  { kind: 'freeze', point: 'after offsets' },
  { kind: 'fence' },
  { kind: 'fence', point: 'before offsets' },
];

/** Without transactions, these places are not passed. */
const transactional: ReadonlySet<Point | undefined> = new Set<Point>(['begun', 'in commit', 'after commit']);
const atLeastOnce = exactlyOnce.filter(({ kind, point }) => kind !== 'fence' && !transactional.has(point));

/** All faults in an order by chance, then all again: so many of them in a row have each once. */
export class Deck {
  readonly #all: readonly Fault[];
  readonly #random: Random;
  #left: Fault[] = [];

  /** `names`: only these of them, as {@link nameOf} says them. @throws Error for a name that is none. */
  constructor(guarantee: 'at_least_once' | 'exactly_once_v2', random: Random, names?: readonly string[]) {
    const all = guarantee === 'exactly_once_v2' ? exactlyOnce : atLeastOnce;
    const unknown = names?.find((name) => !all.some((fault) => nameOf(fault) === name));
    if (unknown !== undefined) throw new Error(`fault "${unknown}": none of ${all.map(nameOf).join(', ')}`);
    this.#all = names ? all.filter((fault) => names.includes(nameOf(fault))) : all;
    this.#random = random;
  }

  /** How many there are. */
  get size(): number {
    return this.#all.length;
  }

  next(): Fault {
    if (this.#left.length === 0) this.#left = [...this.#all];
    return this.#left.splice(this.#random.below(this.#left.length), 1)[0]!;
  }
}

/**
 * Notes what a program sees, in a form that is equal for every run: no times, no generated names, no identities. The
 * same programs run on node-rdkafka itself, whose notes are test/fixtures/rdkafka/.
 */
export type Module = Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any
export type Callback = (error: unknown, ...results: unknown[]) => void;

export interface Context {
  /** node-rdkafka, or the entry. */
  K: Module;
  servers: string;
  /** A name that no other run uses. It is noted without its end. */
  unique(prefix: string): string;
  createTopic(name: string, partitions: number): Promise<void>;
  note(label: string, value: unknown): void;
}

const isError = (value: unknown): value is Error & { code?: unknown; errno?: unknown; origin?: unknown } =>
  Object.prototype.toString.call(value) === '[object Error]' || value instanceof Error;

/** How values are shown that differ from run to run, if not as here. */
export interface Shown {
  /** undefined: as here. */
  time?: ((number: number) => unknown) | undefined;
  error?: ((error: Error, text: (value: unknown) => unknown) => Record<string, unknown>) | undefined;
}

/** JSON of a value. `names` are replaced by what they begin with. */
export function normal(value: unknown, names: ReadonlyMap<string, string>, how: Shown = {}): unknown {
  if (value === undefined) return 'undefined';
  if (typeof value === 'string') {
    let text = value;
    for (const [name, prefix] of names) text = text.replaceAll(name, `<${prefix}>`);
    return text.replace(/\d{13}/g, '<time>');
  }
  if (typeof value === 'number') return value > 1_600_000_000_000 ? (how.time?.(value) ?? '<time>') : value;
  if (typeof value === 'function') return 'function';
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Buffer.isBuffer(value)) return `bytes ${value.toString('utf8')}`;
  if (isError(value)) {
    if (how.error !== undefined)
      return normal(
        how.error(value, (one) => normal(one, names)),
        names,
        how,
      );
    const { message, code, errno, origin } = value;
    return { error: normal(message, names), code: normal(code, names), errno: normal(errno, names), origin };
  }
  if (Array.isArray(value)) return value.map((one) => normal(one, names, how));
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, normal(one, names, how)]));
}

export function thrown(run: () => unknown): unknown {
  try {
    return { returned: typeof run() };
  } catch (error) {
    return error;
  }
}

/** Resolves with all arguments of the callback. */
export function answer(call: (callback: Callback) => void): Promise<unknown[]> {
  return new Promise((resolve) => call((...results) => resolve(results)));
}

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The longest program takes 15 s. */
const LIMIT_MS = 150_000;

/** Runs each program with its own names and returns the notes by label. */
export async function observe(
  K: Module,
  servers: string,
  createTopic: (name: string, partitions: number) => Promise<void>,
  programs: Readonly<Record<string, (context: Context) => Promise<void>>>,
): Promise<Record<string, unknown>> {
  const notes: Record<string, unknown> = {};
  const names = new Map<string, string>();
  const context = (program: string): Context => ({
    K,
    servers,
    createTopic,
    unique: (prefix) => {
      const name = `${prefix}-${Math.random().toString(36).slice(2)}`;
      names.set(name, prefix);
      return name;
    },
    note: (label, value) => {
      notes[`${program}: ${label}`] = normal(value, names);
    },
  });
  for (const [name, program] of Object.entries(programs)) {
    let limit: NodeJS.Timeout | undefined;
    // Names the place where it stands still; a limit of the test would not.
    const stuck = new Promise<never>((_, reject) => {
      limit = setTimeout(() => reject(new Error(`stands still after ${Object.keys(notes).at(-1)}`)), LIMIT_MS);
    });
    try {
      await Promise.race([program(context(name)), stuck]).finally(() => clearTimeout(limit));
    } catch (error) {
      notes[`${name}: failed`] = normal(error, names);
    }
  }
  return notes;
}

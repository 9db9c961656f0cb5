/** Paths into keys, values and headers. Only own properties are ever read. */
import type { Expression, Meta, Step } from '../../../shared/kql/ast';
import type { PartView, RecordView } from '../record';
import { isBytes, isList, isObject } from '../values/compare';
import { Each, Time, type Result, type Value } from '../values/value';
import type { Read } from './read';

type Path = Extract<Expression, { kind: 'path' }>;

/** What reads a path of a record. */
export function readPath(path: Path): Read {
  if (path.root === 'headers') return readHeaders(path.steps);
  const part = path.root === 'key' ? (record: RecordView) => record.key : (record: RecordView) => record.value;
  if (path.steps.length === 0) return readPart(part);
  const walk = walker(path.steps);
  return { value: (record) => walk(part(record).value) };
}

export function readMeta(name: Meta): Read {
  switch (name) {
    case 'partition':
      return { value: ({ partition }) => partition };
    case 'offset':
      return { value: ({ offset }) => offset };
    case 'topic':
      return { value: ({ topic }) => topic };
    case 'size':
      return { value: ({ size }) => size };
    case 'timestamp':
      return { value: ({ timestamp }) => (timestamp === null ? null : new Time(timestamp)) };
  }
}

function readPart(part: (record: RecordView) => PartView | undefined): Read {
  return {
    value: (record) => part(record)?.value,
    text: (record) => part(record)?.text,
    bytes: (record) => part(record)?.bytes,
  };
}

function readHeaders(steps: readonly Step[]): Read {
  const [first, second, ...rest] = steps;
  if (first === undefined) {
    return { value: ({ headers }) => headers.map(([name, { value }]) => [name, value]) };
  }
  if (first.kind === 'each') return readParts(({ headers }) => headers.map(([, part]) => part), steps.slice(1));
  if (first.kind === 'index') return readInner(({ headers }) => headers.at(first.index)?.[1], steps.slice(1));
  const { name } = first;
  if (second?.kind === 'each') return readParts((record) => headersNamed(record, name), rest);
  if (second?.kind === 'index') return readInner((record) => headersNamed(record, name).at(second.index), rest);
  return readInner((record) => lastHeader(record, name), steps.slice(1));
}

const headersNamed = ({ headers }: RecordView, name: string): PartView[] =>
  headers.filter(([one]) => one === name).map(([, part]) => part);

/** As Java's `lastHeader`. */
export function lastHeader({ headers }: RecordView, name: string): PartView | undefined {
  for (let i = headers.length - 1; i >= 0; i--) if (headers[i]![0] === name) return headers[i]![1];
  return undefined;
}

/** One header, or something inside of it. */
function readInner(part: (record: RecordView) => PartView | undefined, steps: readonly Step[]): Read {
  if (steps.length === 0) return readPart(part);
  const walk = walker(steps);
  return { value: (record) => walk(part(record)?.value) };
}

/** Several headers. */
function readParts(parts: (record: RecordView) => PartView[], steps: readonly Step[]): Read {
  if (steps.length > 0) {
    const walk = walker(steps);
    return { value: (record) => walk(new Each(parts(record).map(({ value }) => value))) };
  }
  return {
    value: (record) => new Each(parts(record).map(({ value }) => value)),
    text: (record) => new Each(parts(record).map(({ text }) => text)),
    bytes: (record) => new Each(parts(record).map(({ bytes }) => bytes)),
  };
}

/** Goes through the steps from a value. */
export function walker(steps: readonly Step[]): (start: Result) => Result {
  const [only] = steps;
  if (steps.length === 1 && only!.kind === 'name') {
    const { name } = only as { name: string };
    return (start) => (start instanceof Each ? each(start, (item) => member(item, name)) : member(start, name));
  }
  return (start) => {
    let result = start;
    for (let i = 0; i < steps.length && result !== undefined; i++) result = walk(result, steps[i]!);
    return result;
  };
}

function walk(result: Result, step: Step): Result {
  if (step.kind === 'each') return new Each(result instanceof Each ? result.items.flatMap(elements) : elements(result));
  if (result instanceof Each) return each(result, (item) => oneStep(item, step));
  return oneStep(result, step);
}

const each = (several: Each, change: (item: Value) => Value): Each => new Each(several.items.map(change));

const oneStep = (value: Value, step: Exclude<Step, { kind: 'each' }>): Value =>
  step.kind === 'name' ? member(value, step.name) : isList(value) ? value.at(step.index) : undefined;

const elements = (value: Value): readonly Value[] => (isList(value) ? value : []);

/** The member of an object by its own properties: a list has no `length` here, and no object a `constructor`. */
function member(value: Value, name: string): Value {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  if (isList(value) || isBytes(value) || !isObject(value)) return undefined;
  const found = value[name];
  return typeof found === 'function' ? undefined : found;
}

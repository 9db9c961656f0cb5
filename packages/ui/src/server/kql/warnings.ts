/** What a query means that nobody can mean, as a sample of its topic shows. */
import type { Fault } from '../../shared/api';
import { metas, type Expression, type Span } from '../../shared/kql/ast';
import { faultAt, quoted } from '../../shared/kql/fault';
import { childrenOf, isConstant, type Node } from '../../shared/kql/nodes';
import { nearest } from '../../shared/nearest';
import { compileExpression, constantValue } from './expressions/compile';
import { single } from './expressions/read';
import type { PreparedCondition, PreparedQuery } from './query';
import type { RecordView } from './record';
import { instantOfText, isObject, isTime, numeric } from './values/compare';
import { isExact } from './values/number';
import type { Value } from './values/value';

type Path = Extract<Expression, { kind: 'path' }>;
type Sample = readonly RecordView[];
/** Names and how many records of the sample have them. */
type Counts = Map<string, number>;

const MAX_WARNINGS = 20;

/** Warnings about a query. `sample`: records of its topic, perhaps none. */
export function warningsOf(prepared: PreparedQuery | PreparedCondition, sample: Sample): Fault[] {
  const warnings: Fault[] = [];
  const seen = new Set<string>();
  const add = (find: () => Fault | undefined): void => {
    let fault: Fault | undefined;
    try {
      fault = find();
    } catch {
      // A record of the sample that cannot be read says nothing about the query.
    }
    if (fault === undefined || seen.has(fault.message) || warnings.length >= MAX_WARNINGS) return;
    seen.add(fault.message);
    warnings.push(fault);
  };
  const visit = (node: Node): void => {
    add(() => (node.kind === 'path' ? ofPath(node, prepared.text, sample) : ofTest(node, prepared, sample)));
    for (const child of childrenOf(node)) visit(child);
  };
  for (const node of rootsOf(prepared)) visit(node);
  return warnings;
}

function rootsOf(prepared: PreparedQuery | PreparedCondition): Node[] {
  const where = prepared.where === null ? [] : [prepared.where];
  if (prepared.kind === 'condition') return where;
  const { items, groupBy, orderBy } = prepared.query;
  const columns = [...(items ?? []), ...orderBy].map(({ expression }) => expression);
  return [...columns, ...where, ...groupBy];
}

/** A name that no record of the sample has. */
function ofPath(path: Path, text: string, sample: Sample): Fault | undefined {
  const other = path.bare ? wrongCase(path) : undefined;
  if (sample.length === 0) return other;
  if (path.root === 'headers') return ofHeader(path, text, sample);
  let values: Value[] = sample.map((record) => (path.root === 'key' ? record.key : record.value).value);
  for (const [i, step] of path.steps.entries()) {
    if (step.kind !== 'name') {
      values = values.flatMap((value) =>
        Array.isArray(value) ? (step.kind === 'each' ? value : [value.at(step.index)]) : [],
      );
      continue;
    }
    const objects = values.filter(isObject);
    const found = objects.filter((object) => Object.hasOwn(object, step.name));
    if (found.length === 0) return i === 0 && other !== undefined ? other : missing(path, step.name, objects, text);
    values = found.map((object) => object[step.name]);
  }
  return undefined;
}

const metaNames = [...metas, 'key', 'value', 'headers'] as const;

/** `Partition` is a field of the value, `partition` is the partition. */
function wrongCase({ steps, at }: Path): Fault | undefined {
  const [first] = steps;
  if (first?.kind !== 'name') return undefined;
  const meant = metaNames.find((name) => name === first.name.toLowerCase());
  if (meant === undefined) return undefined;
  const place: Span = [at[0], at[0] + first.name.length];
  const message = `\`${first.name}\` is a field of the value; did you mean ${meant}?`;
  return faultAt(message, place, { at: place, text: meant });
}

function missing(path: Path, name: string, objects: { readonly [name: string]: Value }[], text: string): Fault {
  const counts: Counts = new Map();
  for (const object of objects) for (const one of Object.keys(object)) count(counts, one);
  const start = `no sampled record has \`${quoted(name)}\``;
  if (counts.size === 0 && path.steps.length === 1)
    return faultAt(`${start}: no sampled ${path.root} is a JSON object`, path.at);
  return suggestion(start, name, counts, placeOf(path, name, text), text);
}

function ofHeader({ at, steps }: Path, text: string, sample: Sample): Fault | undefined {
  const [first] = steps;
  if (first?.kind !== 'name') return undefined;
  const counts: Counts = new Map();
  for (const { headers } of sample) for (const name of new Set(headers.map(([one]) => one))) count(counts, name);
  if (counts.has(first.name)) return undefined;
  const path: Path = { kind: 'path', at, root: 'headers', steps, bare: false };
  const start = `no sampled record has the header \`${quoted(first.name)}\``;
  return suggestion(start, first.name, counts, placeOf(path, first.name, text), text);
}

const count = (counts: Counts, name: string): void => void counts.set(name, (counts.get(name) ?? 0) + 1);

function suggestion(start: string, name: string, counts: Counts, at: Span, text: string): Fault {
  const meant = nearest(name, [...counts.keys()].slice(0, 1000));
  if (meant !== undefined) {
    // The same quotes, or none, as what it replaces.
    const fix = isPlainName(meant) && text.slice(...at) === name ? { at, text: meant } : undefined;
    return faultAt(`${start}; ${counts.get(meant)} have \`${quoted(meant)}\``, at, fix);
  }
  const most = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 5);
  const known = most.map(([one]) => quoted(one)).join(', ');
  return faultAt(most.length === 0 ? start : `${start}; they have ${known}${counts.size > 5 ? ', …' : ''}`, at);
}

/** Where the name stands inside of its path. */
function placeOf({ at }: Path, name: string, text: string): Span {
  const begin = text.slice(...at).lastIndexOf(name);
  return begin < 0 ? at : [at[0] + begin, at[0] + begin + name.length];
}

/** A test that every record answers alike. */
function ofTest(node: Node, prepared: PreparedQuery | PreparedCondition, sample: Sample): Fault | undefined {
  const whole = (): string => quoted(prepared.text.slice(...node.at));
  if (node.kind === 'truth') {
    const isAlike = isConstant(node.operand) && node.operand.kind !== 'boolean';
    return isAlike
      ? faultAt(`${whole()} is the same for every record; a test compares it with something`, node.at)
      : undefined;
  }
  if (node.kind !== 'compare') return undefined;
  const { left, right, operator } = node;
  if (isConstant(left) && isConstant(right)) return ofConstants(left, whole(), node.at, prepared.text);
  const [subject, constant] = isConstant(right) ? [left, right] : [right, left];
  if (!isConstant(constant)) return undefined;
  const value = constantValue(constant, prepared.context);
  const reason = reasonFor(subject, value, prepared, sample);
  if (reason === undefined) return undefined;
  const outcome = operator === '!=' ? 'always true' : 'never true';
  return faultAt(`${whole()}: ${quoted(prepared.text.slice(...constant.at))} ${reason}: ${outcome}`, constant.at);
}

/** In SQL a name may stand in double quotes; here that is a string. */
function ofConstants(left: Expression, whole: string, at: Span, text: string): Fault {
  const message = `${whole} is the same for every record`;
  if (left.kind !== 'string' || text[left.at[0]] !== '"' || !isPlainName(left.value)) return faultAt(message, at);
  return faultAt(`${message}: ${quoted(text.slice(...left.at))} is a string; did you mean ${left.value}?`, left.at, {
    at: left.at,
    text: left.value,
  });
}

const isPlainName = (name: string): boolean => /^[\p{L}_$][\p{L}\p{M}\p{N}_$]*$/u.test(name);

function reasonFor(
  subject: Expression,
  constant: Value,
  { context }: PreparedQuery | PreparedCondition,
  sample: Sample,
): string | undefined {
  if (subject.kind === 'meta' && subject.name === 'timestamp') {
    const isFine = isTime(constant) || isExact(constant) || constant === null;
    return isFine || (typeof constant === 'string' && instantOfText(constant, context) !== undefined)
      ? undefined
      : 'is no time';
  }
  if (subject.kind === 'meta' && subject.name !== 'topic')
    return numeric(constant) === undefined ? 'is no number' : undefined;
  const read = compileExpression(subject, context).value;
  const values = sample
    .flatMap((record) => single(read(record)))
    .filter((value) => value !== undefined && value !== null);
  if (values.length === 0) return undefined;
  if (typeof constant === 'string' && values.every(isExact))
    return numeric(constant) === undefined ? 'is no number' : undefined;
  const isText = values.every((value) => typeof value === 'string' && numeric(value) === undefined);
  return isExact(constant) && isText ? 'is a number, and the sample has texts only' : undefined;
}

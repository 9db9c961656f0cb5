import { kqlName, kqlString } from '../../../format/quoting';
import type { State } from './state';

/** A text filter has no words of its own in KQL: each of its words is looked for in key and value. */
function textCondition(text: string): string[] {
  return [...text.matchAll(/(-?)(?:"([^"]*)"|(\S+))/g)].map(([, minus, phrase, word]) => {
    const wanted = kqlString(phrase ?? word ?? '');
    const test = `(key contains ${wanted} or value contains ${wanted})`;
    return minus === '-' ? `not ${test}` : test;
  });
}

function offsetCondition({ mode, offset }: State): string[] {
  if (offset === null || !mode.endsWith('-offset')) return [];
  const sign = mode === 'from-offset' ? '>=' : '<=';
  if (typeof offset === 'string') return [`offset ${sign} ${offset}`];
  const each = Object.entries(offset).map(([partition, at]) => `(partition = ${partition} and offset ${sign} ${at})`);
  return [each.length === 1 ? each[0]! : `(${each.join(' or ')})`];
}

function decoders({ key, value }: State): string {
  const chosen = [key === 'auto' ? '' : `key ${key}`, value === 'auto' ? '' : `value ${value}`].filter(Boolean);
  return chosen.length === 0 ? '' : ` with ${chosen.join(', ')}`;
}

/** The query that finds what the list shows: for the query page and the command line. */
export function kqlOf(state: State): string {
  const { topic, mode, partitions, time, where, text, limit, around } = state;
  const conditions: string[] = [];
  if (around !== null) {
    const at = BigInt(around.offset);
    const from = at > 25n ? at - 25n : 0n;
    conditions.push(`partition = ${around.partition}`, `offset between ${from} and ${at + 25n}`);
  }
  if (partitions !== null && partitions.length > 0)
    conditions.push(
      partitions.length === 1 ? `partition = ${partitions[0]}` : `partition in (${partitions.join(', ')})`,
    );
  conditions.push(...offsetCondition(state));
  if (time !== null && mode.endsWith('-time'))
    conditions.push(`timestamp ${mode === 'from-time' ? '>=' : '<='} @${time}`);
  if (where !== '') conditions.push(/\bor\b/i.test(where) && conditions.length > 0 ? `(${where})` : where);
  conditions.push(...textCondition(text));
  const oldest = mode === 'oldest' || mode.startsWith('from');
  const filter = conditions.length === 0 ? '' : ` where ${conditions.join(' and ')}`;
  const order = oldest ? ' order by timestamp asc' : '';
  return `select * from ${kqlName(topic)}${decoders(state)}${filter}${order} limit ${limit}`;
}

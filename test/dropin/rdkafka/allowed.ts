/** Differences that are intended. Each is a row of docs/moving/rdkafka.md, which says why. */
import { readFileSync } from 'node:fs';
import path from 'node:path';

import type { Outcome, Seen } from '../oracle';
import type { Program } from './programs/program';

interface Allowed {
  /** The beginning of the row. */
  row: string;
  /** What both see is the same after this. */
  same: (lines: Seen, program: Program, original: Seen) => Seen;
}

/** Every line that this is about is replaced. */
const where =
  (pattern: RegExp, same: (line: string) => string) =>
  (lines: Seen): Seen =>
    lines.map((line) => (pattern.test(line) ? same(line) : line));

const without = (lines: Seen, pattern: RegExp): Seen => lines.filter((line) => !pattern.test(line));
const once = (lines: Seen, pattern: RegExp): Seen =>
  lines.filter((line, i) => !pattern.test(line) || lines.indexOf(line) === i);
const atTheEnd = (lines: Seen, pattern: RegExp): Seen => [
  ...without(lines, pattern),
  ...lines.filter((line) => pattern.test(line)),
];
const OUTCOME = /^\d+ offset\.commit /;

/** Of what this is about, the lines that the other list has too; that list itself in order. */
function common(lines: Seen, other: Seen, pattern: RegExp): Seen {
  const left = other.filter((line) => pattern.test(line));
  const isThere = (line: string): boolean => {
    const at = left.indexOf(line);
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  };
  return lines.filter((line) => pattern.test(line) && isThere(line)).sort();
}

const allowed: readonly Allowed[] = [
  {
    row: 'a value in `orig_broker_id`, `orig_broker_name` of metadata',
    same: where(/orig_broker/, (line) =>
      line.replace(/"orig_broker_id":-?\d+,"orig_broker_name":"[^"]*"/, '"orig_broker"'),
    ),
  },
  {
    row: 'codes of `event.error`, of delivery reports and of `flush`',
    same: where(/^\d+ (?:event\.error|delivery-report|flush calls back) /, (line) =>
      line
        .replace(/"code":-?\d+,"errno":-?\d+,/, '')
        .replace(/(?:,"is(?:Fatal|Retriable|TxnRequiresAbort)":true)*\}/, '}'),
    ),
  },
  {
    row: 'message of an error in a transaction',
    same: where(/Transactions? calls back \{"error"/, (line) => line.replace(/"error":"(?:[^"\\]|\\.)*"/, '"error"')),
  },
  { row: 'a message', same: where(/leaderEpoch/, (line) => line.replace(/,"leaderEpoch":\d+/g, '')) },
  {
    row: 'what `disconnect` of a producer',
    same: where(/ (?:disconnect|destroy) returns "(?:undefined|itself)"$/, (line) => line.replace(/ "\w+"$/, '')),
  },
  {
    row: 'the write stream’s `close`',
    same: (lines, { clients }) =>
      clients[0]?.kind === 'WriteStream'
        ? atTheEnd(without(lines, /^0 close$|^10 disconnected /), /^0 close calls back|^10 /)
        : lines,
  },
  {
    row: '`offset.commit` of automatic commits',
    same: (lines, { clients }) =>
      clients.some(({ conf }) => conf['enable.auto.commit'] !== false) ? without(lines, /^\d+ offset\.commit /) : lines,
  },
  {
    row: '`incrementalAssign` and `incrementalUnassign` that fail',
    same: where(/ incremental(?:Assign|Unassign) throws \{.*"code"/, (line) =>
      line.replace(/\{.*("code":-?\d+).*\}/, '$1'),
    ),
  },
  {
    row: '`seek` of a partition that was assigned before',
    same: where(/ seek calls back \{"error":"Local: Erroneous state"/, (line) => line.replace(/ \{.*/, '')),
  },
  {
    row: 'a token that `setOauthBearerToken` refuses',
    same: where(/ setOauthBearerToken throws /, (line) => line.replace(/ \{.*/, '')),
  },
  {
    row: '`unsubscribed` of a read stream',
    same: (lines, { clients }) =>
      clients[0]?.kind === 'ReadStream' ? once(lines, /^10 (?:unsubscribed|unsubscribe) /) : lines,
  },
  {
    row: 'delivery reports, outcomes of commits',
    same: (lines, { kind }) =>
      kind === 'writeStream' || kind === 'states' ? without(lines, /^\d+ delivery-report /) : lines,
  },
  {
    // Of commits that nobody waited for: in no order, and some are missing there.
    row: 'delivery reports, outcomes of commits',
    same: (lines, { steps }, original) =>
      steps.some((step) => step.do === 'call' && /^commit(?:Message)?$/.test(step.call))
        ? [...without(lines, OUTCOME), ...common(lines, original, OUTCOME)]
        : lines,
  },
  {
    row: 'an argument of a wrong kind',
    same: where(/"is":"TypeError"/, (line) => line.replace(/"error":"(?:[^"\\]|\\.)*"/, '"error"')),
  },
];

/** From Confluent's root alone: its own table there. */
const ofConfluent: readonly Allowed[] = [
  {
    row: '`describeGroups` of a group that does not exist',
    same: where(/ describeGroups calls back /, (line) =>
      line.replace(
        /("state":4,"type":\d),"coordinator":(?:null|\{[^}]*\})(?:,"authorizedOperations":\[[\d,]*\])?/g,
        '$1',
      ),
    ),
  },
  {
    row: '`deleteRecords` with an offset below −1, of a topic that does not exist',
    same: where(
      / deleteRecords calls back (?:\{"error":"Local: No such entry"|null \[\{"topic":"<T>7".*"code":1\})/,
      (line) => line.replace(/ calls back .*/, ''),
    ),
  },
  {
    row: 'a header value that is neither text nor bytes',
    // The message is sent there, but for the header: what follows differs, too.
    same: (lines, program) => (JSON.stringify(program).includes('"n":5') ? [] : lines),
  },
  {
    row: 'text and origin of an error in a delivery report',
    same: where(/^\d+ delivery-report \{"error"/, (line) => line.replace(/\{"error".*?\}/, '{"error"}')),
  },
  {
    row: 'a call of a transaction without a connection',
    same: where(/Transactions? calls back \{.*"code":-172/, (line) =>
      line.replace(/"is(?:Fatal|Retriable)":\w+,/g, ''),
    ),
  },
];

const guide = readFileSync(path.join(__dirname, '../../../docs/moving/rdkafka.md'), 'utf8');
for (const { row } of [...allowed, ...ofConfluent])
  if (!guide.includes(`\n| ${row}`))
    throw new Error(`allowed.ts: docs/moving/rdkafka.md has no row "${row}". Add it there`);

export function withoutAllowed(program: Program, { original, ours }: Outcome, isConfluent: boolean): Outcome {
  const rules = isConfluent ? [...allowed, ...ofConfluent] : allowed;
  // What ends its process has no result.
  if (/^the process ends with SIG/.test(original[0] ?? '')) return { original: [], ours: [] };
  const rest = (seen: Seen): Seen => rules.reduce((lines, { same }) => same(lines, program, original), seen);
  return { original: rest(original), ours: rest(ours) };
}

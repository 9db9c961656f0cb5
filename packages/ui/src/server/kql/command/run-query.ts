/** `kafka-napi query`. */
import type { Budget, Fault } from '../../../shared/api';
import { FaultError } from '../../../shared/fault-error';
import { propertiesFor, type Kafka } from '../../kafka/clients';
import { ScanPool } from '../../scan/pool';
import { Answer, usedUp, type Done } from './answer';
import { withCaret } from './caret';
import { shownPlan } from './shown';
import { visible, visibleLines } from './visible';

export interface QueryCommand {
  query: string;
  format: 'table' | 'jsonl' | 'csv';
  explain: boolean;
  budget: Budget;
  /** Of times that name none, and of those that are shown. Default UTC. */
  timezone?: string;
  /** Address of a schema registry. */
  registry?: string;
}

/** What the command line gives: the library, the broker, and where text goes. */
export interface QueryTools {
  kafka: Kafka;
  kafkaPath: string;
  properties: Readonly<Record<string, string>>;
  /** Data. Resolves when more may come. */
  write(data: string | Uint8Array): Promise<void>;
  /** Whether data goes to a terminal, and how wide that is. */
  terminal?: { columns: number };
  /** A line that `-q` leaves out. */
  note(line: string): void;
  /** A line that is always shown. */
  complain(line: string): void;
  progress(line: string): void;
  /** Lines of a table. */
  table(header: readonly string[], rows: readonly (readonly (string | null)[])[]): string[];
  signal: AbortSignal;
  /** Options of Node for the thread that reads. */
  execArgv: readonly string[];
}

export const QueryStatus = { DONE: 0, FAILED: 1, WRONG: 2 } as const;

/** Runs a query and prints what it finds. The status is 1 if a budget or a fault ended it, 2 for a wrong query. */
export async function runQuery(command: QueryCommand, tools: QueryTools): Promise<number> {
  const pool = new ScanPool({
    kafkaPath: tools.kafkaPath,
    properties: propertiesFor(tools.kafka, 'Consumer', tools.properties),
    ...(command.registry === undefined ? {} : { registry: command.registry }),
    execArgv: tools.execArgv,
  });
  try {
    if (command.explain) return await explain(pool, command, tools);
    return command.format === 'table' ? await printTable(pool, command, tools) : await printRows(pool, command, tools);
  } catch (error) {
    if (tools.signal.aborted) return QueryStatus.DONE;
    if (!FaultError.is(error)) throw error;
    tools.complain(withCaret(command.query, error.fault));
    return isWrongQuery(error.fault) ? QueryStatus.WRONG : QueryStatus.FAILED;
  } finally {
    await pool.close();
  }
}

const isWrongQuery = ({ code }: Fault): boolean => code === 'KQL' || code === 'BAD_REQUEST';

async function explain(pool: ScanPool, { query, timezone }: QueryCommand, tools: QueryTools): Promise<number> {
  const { plan, warnings } = await pool.check({ kql: query, timezone }, tools.signal);
  const lines = [
    ...(plan === null ? [] : shownPlan(plan)),
    ...warnings.map((warning) => `warning: ${withCaret(query, warning)}`),
  ];
  await tools.write(lines.map((line) => `${line}\n`).join(''));
  return QueryStatus.DONE;
}

async function printTable(pool: ScanPool, command: QueryCommand, tools: QueryTools): Promise<number> {
  const { query, timezone, budget } = command;
  const answer = new Answer(timezone ?? 'UTC', tools.progress);
  await pool.run('query', { query, timezone, budget }, answer, tools.signal);
  const lines = tools.table(answer.header.map(visible), answer.rows);
  const most = tools.terminal?.columns ?? Infinity;
  await tools.write(lines.map((line) => `${line.length > most ? `${line.slice(0, most - 1)}…` : line}\n`).join(''));
  const rows = answer.rows.length;
  const count = `${rows} ${rows === 1 ? 'row' : 'rows'}`;
  const done = answer.done;
  tools.note(`% ${count} ${answer.coverage}${doubts(done)}`);
  if (rows === 0) await noteWarnings(pool, command, tools);
  return statusOf(done?.reason ?? 'cancelled', command, tools, count);
}

/** What the count of rows leaves out. */
function doubts(done: Done | undefined): string {
  if (done === undefined) return '';
  const { decode, filter, longText } = done.faults;
  const all = [
    decode > 0 ? `${decode} values could not be decoded as asked` : '',
    filter > 0 ? `${filter} records could not be tested` : '',
    longText > 0 ? `of ${longText} long texts only the first 64 Ki characters were matched` : '',
    ...done.notes,
  ].filter((text) => text !== '');
  return all.map((text) => `\n% ${visible(text)}`).join('');
}

/** Why nothing was found, if a sample of the topic shows it. */
async function noteWarnings(pool: ScanPool, { query, timezone }: QueryCommand, tools: QueryTools): Promise<void> {
  if (tools.signal.aborted) return;
  const { warnings } = await pool.check({ kql: query, timezone }, tools.signal);
  for (const warning of warnings) tools.note(`warning: ${withCaret(query, warning)}`);
}

async function printRows(pool: ScanPool, command: QueryCommand, tools: QueryTools): Promise<number> {
  const { query, timezone, budget } = command;
  const format = command.format === 'csv' ? 'csv' : 'jsonl';
  const decoder = new TextDecoder();
  const write = (bytes: Uint8Array): Promise<void> =>
    tools.write(tools.terminal === undefined ? bytes : visibleLines(decoder.decode(bytes, { stream: true })));
  const { records, reason } = await pool.exportRows(
    { format, query: { query, timezone, budget } },
    { write },
    tools.signal,
  );
  const count = `${records} ${records === 1 ? 'row' : 'rows'}`;
  tools.note(`% ${count}`);
  return statusOf(reason, command, tools, count);
}

function statusOf(reason: Done['reason'], { budget }: QueryCommand, tools: QueryTools, count: string): number {
  const most = usedUp(reason, budget);
  if (most === undefined) return QueryStatus.DONE;
  tools.complain(`query: the budget of ${most} was used up after ${count}, and there may be more. --budget raises it`);
  return QueryStatus.FAILED;
}

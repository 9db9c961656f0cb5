import type { QueryRequest, StreamEvents } from '../../../shared/api';
import { FaultError } from '../../../shared/fault-error';
import { prepareQuery, type PreparedQuery } from '../../kql/query';
import type { Cell } from '../../kql/results/cells';
import { recipeOfQuery, type Recipe } from '../reading/recipe';
import { sendEvent, type Job } from '../sending/job';
import { OnePass } from './one-pass';
import { PagedRead } from './paged-read';
import { Pulse } from '../sending/pulse';

type Table = StreamEvents['table'];

/** How often the table so far is sent. */
const TABLE_MS = 500;

/** Runs a query: its columns, then its table as it grows. */
export async function runQuery(job: Job, request: QueryRequest): Promise<void> {
  const query = preparedQuery(request);
  const recipe = recipeOfQuery(query, job.kitchen);
  if (query.kind === 'rows') await runRows(job, request, query, recipe);
  else await runPass(job, request, query, recipe);
}

/** @throws FaultError of a query that is wrong. */
export function preparedQuery({ query, timezone }: QueryRequest, cellLimit?: number): PreparedQuery {
  const prepared = prepareQuery(query, { now: Date.now(), zone: timezone, cellLimit });
  if (!prepared.ok) throw new FaultError(prepared.fault);
  return prepared.query;
}

/** Rows in the order of the log, until there are enough. */
async function runRows(job: Job, request: QueryRequest, query: PreparedQuery, recipe: Recipe): Promise<void> {
  const rows: Cell[][] = [];
  const sender = new TableSender(job, () => ({ rows, groups: rows.length, overflow: false }));
  const pulse = new Pulse(job, () => read.tally.progress, sender.tick);
  const limit = query.limit!;
  const read: PagedRead<Cell[]> = await PagedRead.begin({
    ...{ job, recipe, limit, onTick: pulse.tick },
    request: { topic: query.topic, mode: query.reading === 'oldest' ? 'oldest' : 'newest', budget: request.budget },
    item: () => {
      const item = query.cells(recipe.record);
      return { item, weight: item.reduce((sum, cell) => sum + 2 * (cell?.length ?? 0) + 16, 0) };
    },
  });
  await begin(job, query, read.meta());
  await pulse.during(async () => {
    const reason = await read.run(limit, ({ item }) => {
      rows.push(item);
      sender.changed();
    });
    await sender.flush();
    await sendEvent(job, 'done', doneOf(reason, read));
  });
}

/** Groups, or the best rows, of the whole range. */
async function runPass(job: Job, request: QueryRequest, query: PreparedQuery, recipe: Recipe): Promise<void> {
  const { record } = recipe;
  const collected = collectorOf(query);
  const sender = new TableSender(job, collected.table);
  const pulse = new Pulse(job, () => pass.tally.progress, sender.tick);
  const pass: OnePass = await OnePass.begin({
    ...{ job, recipe, onTick: pulse.tick },
    request: { topic: query.topic, budget: request.budget },
    visit: () => {
      collected.add(record);
      sender.changed();
    },
  });
  await begin(job, query, pass.meta());
  await pulse.during(async () => {
    const reason = await pass.run();
    sender.changed();
    await sender.flush();
    await sendEvent(job, 'done', doneOf(reason, pass));
  });
}

/** What collects the records of a query that is no list. */
export function collectorOf(query: PreparedQuery): { add: (record: Recipe['record']) => void; table: () => Table } {
  if (query.kind === 'table') {
    const groups = query.groups();
    return { add: (record) => groups.add(record), table: () => groups.table() };
  }
  const top = query.top((record) => query.cells(record));
  return {
    add: (record) => top.add(record),
    table: () => {
      const rows = top.rows();
      return { rows, groups: rows.length, overflow: false };
    },
  };
}

async function begin(job: Job, { columns }: PreparedQuery, meta: StreamEvents['meta']): Promise<void> {
  await sendEvent(job, 'meta', meta);
  await sendEvent(job, 'columns', { columns });
}

function doneOf(reason: StreamEvents['done']['reason'], { tally }: Pick<OnePass, 'tally'>): StreamEvents['done'] {
  const { gaps, notes, progress } = tally;
  return { reason, older: null, newer: null, gaps: String(gaps), notes, ...progress };
}

/** Sends the table so far, if it has changed. */
class TableSender {
  readonly #job: Job;
  readonly #table: () => Table;
  #isChanged = false;
  #sentAt = performance.now();

  constructor(job: Job, table: () => Table) {
    this.#job = job;
    this.#table = table;
  }

  changed(): void {
    this.#isChanged = true;
  }

  readonly tick = (): void => {
    // A client that has not taken the last one gets a newer one later.
    if (this.#isChanged && this.#job.waiting() === 0 && performance.now() - this.#sentAt >= TABLE_MS) void this.flush();
  };

  async flush(): Promise<void> {
    this.#isChanged = false;
    const sent = sendEvent(this.#job, 'table', this.#table());
    // To make a large table takes its time, too.
    this.#sentAt = performance.now();
    await sent;
  }
}

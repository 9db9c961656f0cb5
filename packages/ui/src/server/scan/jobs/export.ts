import type { ExportRequest, QueryRequest, ScanRequest } from '../../../shared/api';
import { limits } from '../../../shared/limits';
import type { PreparedQuery } from '../../kql/query';
import type { Cell } from '../../kql/results/cells';
import { ByteWriter } from '../exports/byte-writer';
import { csvLine } from '../exports/csv';
import { csvLines, jsonLines } from '../exports/lines';
import { readCursor } from '../paging/cursor';
import { recipeFor, recipeOfQuery } from '../reading/recipe';
import type { ExportResult } from '../threads/messages';
import type { Job } from '../sending/job';
import { OnePass } from './one-pass';
import { PagedRead } from './paged-read';
import { collectorOf, preparedQuery } from './query';
import { isOutsideTime, listOf } from './scan';

/** Records of one page: large, because each partition is read in chunks of some of them. */
const PAGE = 5000;
/** Characters of a cell. */
const MAX_CELL = 8 * 1024 * 1024;
/** An export reads what it takes to be complete. */
const budget = {
  records: limits.budget.records.most,
  bytes: limits.budget.bytes.most,
  ms: limits.budget.ms.most,
};

type Format = ExportRequest['format'];

/** Writes the records of a list, or the table of a query. */
export async function runExport(job: Job, { format, scan, query }: ExportRequest): Promise<ExportResult> {
  const writer = new ByteWriter(job.sendBytes);
  const result =
    scan === undefined ? await exportQuery(job, query!, format, writer) : await exportScan(job, scan, format, writer);
  await writer.flush();
  return { ...result, bytes: writer.bytes };
}

type Result = Omit<ExportResult, 'bytes'>;

async function exportScan(job: Job, request: ScanRequest, format: Format, writer: ByteWriter): Promise<Result> {
  const { head, line } = format === 'csv' ? csvLines : jsonLines;
  const from = request.mode === 'cursor' ? readCursor(request.cursor ?? '') : undefined;
  const list = listOf(request, from);
  const recipe = recipeFor(request, job.kitchen, '');
  const read: PagedRead<string> = await PagedRead.begin<string>({
    ...{ job, recipe, from, limit: PAGE, onTick: () => undefined },
    request: { ...request, budget: request.budget ?? budget },
    item: () => {
      if (request.strictTime === true && isOutsideTime(list, request, recipe.record.timestamp)) return undefined;
      const item = line(recipe.record);
      return { item, weight: 2 * item.length };
    },
  });
  await writer.write(head);
  const { records: most, bytes: mostBytes } = limits.export;
  let records = 0;
  for (;;) {
    const reason = await read.run(Math.min(PAGE, most - records), ({ item }) => {
      records++;
      return writer.write(item);
    });
    if (reason !== 'page') return { records, reason };
    if (records >= most) return { records, reason: 'records' };
    if (writer.bytes >= mostBytes) return { records, reason: 'bytes' };
  }
}

async function exportQuery(job: Job, request: QueryRequest, format: Format, writer: ByteWriter): Promise<Result> {
  const query = preparedQuery(request, MAX_CELL);
  const recipe = recipeOfQuery(query, job.kitchen);
  const { columns } = query;
  const write = (row: Cell[]): Promise<void> => writer.write(format === 'csv' ? csvRow(row) : jsonRow(query, row));
  if (format === 'csv') await writer.write(csvLine(columns.map(({ name }) => name)));
  const common = { job, recipe, onTick: () => undefined };
  if (query.kind === 'rows') {
    const mode = query.reading === 'oldest' ? ('oldest' as const) : ('newest' as const);
    const read = await PagedRead.begin<Cell[]>({
      ...{ ...common, limit: query.limit! },
      request: { topic: query.topic, mode, budget: request.budget ?? budget },
      item: () => {
        const item = query.cells(recipe.record);
        return { item, weight: item.reduce((sum, cell) => sum + 2 * (cell?.length ?? 0), 0) };
      },
    });
    let records = 0;
    const reason = await read.run(query.limit!, ({ item }) => {
      records++;
      return write(item);
    });
    return { records, reason };
  }
  const collected = collectorOf(query);
  const pass = await OnePass.begin({
    ...common,
    request: { topic: query.topic, budget: request.budget ?? budget },
    visit: () => collected.add(recipe.record),
  });
  const reason = await pass.run();
  const { rows } = collected.table();
  for (const row of rows) await write(row);
  return { records: rows.length, reason };
}

function jsonRow({ columns }: PreparedQuery, row: Cell[]): string {
  const members = columns.map(({ name }, i) => `${JSON.stringify(name)}:${row[i] ?? 'null'}`);
  return `{${members.join(',')}}\n`;
}

/** A string without its quotes; everything else as it is. */
function csvRow(row: Cell[]): string {
  return csvLine(
    row.map((cell) =>
      cell === null || cell === 'null' ? null : cell.startsWith('"') ? (JSON.parse(cell) as string) : cell,
    ),
  );
}

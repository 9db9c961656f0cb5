import type { BytesRequest, Gap, RecordRequest, Row } from '../../../shared/api';
import { FaultError } from '../../../shared/fault-error';
import { limits } from '../../../shared/limits';
import { Budget } from '../paging/budget';
import { findRanges, type PartitionRange } from '../reading/ranges';
import { recipeFor, type Recipe } from '../reading/recipe';
import { drawerBounds, rowOf } from '../records/rows';
import { StretchReader } from '../reading/stream';
import type { Job } from '../sending/job';

const WAIT_MS = 10_000;
/** Bytes that are sent together. */
const PIECE = 256 * 1024;

/** The record at an offset, or what is there instead. */
export async function readRecord(job: Job, request: RecordRequest): Promise<Row | Gap> {
  const recipe = recipeFor(request, job.kitchen, '');
  return find(job, request, recipe, ({ record }) => rowOf(record, drawerBounds, false));
}

/** A stretch of the bytes of a key, value or header. @throws FaultError `NOT_FOUND` if there are none. */
export async function readBytes(job: Job, request: BytesRequest): Promise<{ base64: string; total: number }> {
  const { part, from = 0, length = limits.partBytes } = request;
  const bytes = await findPart(job, request, part);
  const to = from + Math.min(length, limits.partBytes);
  return { base64: bytes.subarray(from, to).toString('base64'), total: bytes.length };
}

/** Sends all bytes of a key, value or header, or a stretch of them. The record is read once. @returns How many. */
export async function sendPart(job: Job, request: BytesRequest): Promise<number> {
  const { part, from = 0, length = Infinity } = request;
  const bytes = await findPart(job, request, part);
  const to = Math.min(bytes.length, from + length);
  for (let at = from; at < to && !job.stop.isAsked; at += PIECE)
    // A copy: what is sent changes hands.
    await job.sendBytes(new Uint8Array(bytes.subarray(at, Math.min(to, at + PIECE))));
  return Math.max(0, to - from);
}

const notThere = (message: string, field: string): FaultError =>
  FaultError.of('NOT_FOUND', `record: ${message}`, { field });

async function findPart(job: Job, request: BytesRequest, part: BytesRequest['part']): Promise<Buffer> {
  const recipe = recipeFor({ topic: request.topic }, job.kitchen, '');
  const found = await find(job, request, recipe, ({ record }) => {
    const bytes = bytesOf(recipe, part);
    if (bytes === undefined) throw notThere(`the record has ${record.rawHeaders.length} headers`, 'part');
    if (bytes === null) throw notThere(`its ${part} is null`, 'part');
    return { bytes };
  });
  if ('gap' in found) throw notThere(`there is no record at ${request.partition}:${request.offset}`, 'offset');
  return found.bytes;
}

/** undefined: there is no such header. */
function bytesOf({ record }: Recipe, part: BytesRequest['part']): Buffer | null | undefined {
  if (part === 'key' || part === 'value') return record.bytes(part);
  const header = record.rawHeaders[Number(part.slice('header:'.length))];
  return header === undefined ? undefined : header[1];
}

async function find<T>(
  job: Job,
  {
    topic,
    partition,
    offset,
    isolation = 'committed',
  }: Pick<RecordRequest, 'topic' | 'partition' | 'offset' | 'isolation'>,
  recipe: Recipe,
  make: (recipe: Recipe) => T,
): Promise<T | Gap> {
  const budget = new Budget({ ms: WAIT_MS });
  const clients = await job.clients.for(isolation);
  const { stop } = job;
  const ranges = await findRanges(
    clients.admin,
    { topic, partitions: [partition], mode: 'from-offset', offset, isolation },
    { timeoutMs: () => Math.max(100, budget.msLeft), signal: stop.signal },
  );
  const range = ranges.partitions[0]!;
  const wanted = Number(offset);
  let found: { at: number; made: T | undefined } | undefined;
  if (range.start < range.range.to) {
    const reader = new StretchReader({ ...clients, topic, isolation, budget, stop });
    const take = async (run: Parameters<Recipe['prepare']>[0]): Promise<boolean> => {
      await recipe.prepare(run);
      recipe.record.at(run, 0);
      const at = run.offset(0);
      found = { at, made: at === wanted ? make(recipe) : undefined };
      return false;
    };
    await reader.read([{ partition, from: range.start, to: range.range.to }], take);
    if (found === undefined && budget.msLeft === 0)
      throw FaultError.of('TIMEOUT', `record: no answer within ${WAIT_MS / 1000} s`, { retriable: true });
  }
  return found?.made ?? { gap: true, next: found === undefined ? null : String(found.at), why: whyGap(wanted, range) };
}

function whyGap(offset: number, { earliest, latest, range }: PartitionRange): string {
  if (offset < earliest) return `deleted: the log begins at ${earliest}`;
  if (offset >= latest) return `not written yet: the log ends at ${latest}`;
  if (offset >= range.to) return 'behind a transaction that is still open';
  return 'marker, aborted or compacted';
}

import type {
  BytesRequest,
  CheckRequest,
  ExportRequest,
  QueryRequest,
  ScanMode,
  ScanRequest,
  TailRequest,
} from '../../shared/api';
import { FaultError } from '../../shared/fault-error';
import { limits } from '../../shared/limits';
import { dictionary, either, list, object, optional, wrong, type Schema } from '../input/schema';
import { decoder, flag, int64, ms, oneOf, partitionNumber, text, topicName, whole } from '../input/values';

const modes = ['newest', 'oldest', 'from-offset', 'to-offset', 'from-time', 'to-time', 'cursor'] as const;
const mostPartitions = 100_000;

export const isolation = oneOf(['committed', 'uncommitted']);
const decode = object({ key: optional(decoder), value: optional(decoder) });
const partitions = list(partitionNumber, { least: 1, most: mostPartitions });
const filterText = text({ most: limits.query.characters });
const zone = text({ least: 1, most: 100 });

const budget = object({
  records: optional(whole(1, limits.budget.records.most)),
  bytes: optional(whole(1, limits.budget.bytes.most)),
  ms: optional(whole(1, limits.budget.ms.most)),
});

/** `{ "0": "17" }`: names are partitions. */
const offsetOfEach: Schema<Record<number, string>> = (value, at) => {
  const read = dictionary(int64(), { most: mostPartitions })(value, at);
  for (const name of Object.keys(read))
    if (!/^\d{1,10}$/.test(name)) throw wrong(`${at}.${name.slice(0, 32)}`, 'must be named by a partition');
  return read;
};

const filters = {
  topic: topicName,
  partitions: optional(partitions),
  text: optional(filterText),
  where: optional(filterText),
  decode: optional(decode),
  isolation: optional(isolation),
  preview: optional(whole(1, limits.preview.most)),
};

/** What each mode needs besides. */
const needs: Partial<Record<ScanMode, 'offset' | 'time' | 'cursor'>> = {
  'from-offset': 'offset',
  'to-offset': 'offset',
  'from-time': 'time',
  'to-time': 'time',
  cursor: 'cursor',
};

const scanFields = object({
  ...filters,
  mode: oneOf(modes),
  offset: optional(either(int64(), offsetOfEach)),
  time: optional(ms),
  strictTime: optional(flag),
  cursor: optional(text({ least: 1, most: Math.ceil((limits.cursorBytes * 4) / 3) + 16 })),
  limit: optional(whole(1, limits.rows.most)),
  budget: optional(budget),
});

export const scanBody: Schema<ScanRequest> = (value, at) => {
  const request = scanFields(value, at);
  const need = needs[request.mode];
  if (need !== undefined && request[need] === undefined)
    throw wrong(at === '' ? need : `${at}.${need}`, `must be there with the mode ${request.mode}`);
  return request;
};

export const tailBody: Schema<TailRequest> = object({ ...filters, from: optional(offsetOfEach) });

export const queryBody: Schema<QueryRequest> = object({
  query: text({ least: 1, most: limits.query.characters }),
  timezone: optional(zone),
  budget: optional(budget),
});

const checkFields = object({
  kql: optional(filterText),
  where: optional(filterText),
  topic: optional(topicName),
  timezone: optional(zone),
});

export const checkBody: Schema<CheckRequest> = (value, at) => {
  const request = checkFields(value, at);
  if ((request.kql === undefined) === (request.where === undefined))
    throw FaultError.of('BAD_REQUEST', 'Either kql or where must be there', { field: 'kql' });
  return request;
};

export const part: Schema<BytesRequest['part']> = (value, at) => {
  if (typeof value !== 'string' || !/^(key|value|header:\d{1,7})$/.test(value))
    throw wrong(at, 'must be key, value or header:N');
  return value as BytesRequest['part'];
};

export const exportFields = {
  format: oneOf(['jsonl', 'csv']),
  scan: optional(scanBody),
  query: optional(queryBody),
};

export function checkExport(request: ExportRequest): ExportRequest {
  if ((request.scan === undefined) === (request.query === undefined))
    throw FaultError.of('BAD_REQUEST', 'Either scan or query must be there', { field: 'scan' });
  return request;
}

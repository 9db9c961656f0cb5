import type { Encoded, ProduceRequest } from '../../shared/api';
import { FaultError } from '../../shared/fault-error';
import { limits } from '../../shared/limits';
import { count, param } from '../input/params';
import { list, nullable, object, optional, pair, wrong, type Schema } from '../input/schema';
import { decoder, int64, ms, oneOf, partitionNumber, text, topicName, whole } from '../input/values';
import { route, type Route } from '../route';
import type { Services } from '../services';
import { checkBody, isolation, part, queryBody, scanBody, tailBody } from './scan-bodies';

const encoders = ['utf8', 'json', 'hex', 'base64', 'int32', 'int64', 'float64', 'uuid'] as const;

const encoder: Schema<Encoded['as']> = (value, at) =>
  typeof value === 'string' && /^serde:[\w.-]{1,100}$/.test(value)
    ? (value as Encoded['as'])
    : oneOf(encoders)(value, at);

const encoded = nullable(object({ as: encoder, data: text({ most: limits.body.produce }) }));

const produceBody: Schema<ProduceRequest> = object({
  partition: nullable(partitionNumber),
  key: encoded,
  value: encoded,
  headers: list(pair(text({ least: 1, most: 32_767 }), encoded), { most: 10_000 }),
  timestamp: optional(ms),
  times: optional(whole(1, limits.produceTimes)),
});

const recordQuery = { isolation: param(isolation), decodeKey: param(decoder), decodeValue: param(decoder) };
const bytesQuery = {
  part: param(part),
  from: count(whole(0, 2_147_483_647), 0),
  length: count(whole(1, limits.partBytes), limits.partBytes),
};

/** topic, partition and offset of one record, from its address. */
function recordIn(path: Readonly<Record<string, string>>): { topic: string; partition: number; offset: string } {
  if (!/^\d{1,10}$/.test(path.p ?? '')) throw wrong('partition', 'must be digits');
  return {
    topic: topicName(path.t, 'topic'),
    partition: partitionNumber(Number(path.p), 'partition'),
    offset: int64()(path.o, 'offset'),
  };
}

export function messageRoutes({ pool, records }: Services): Route[] {
  return [
    route({
      method: 'POST',
      path: '/scan',
      access: 'messages',
      body: scanBody,
      stream: ({ body, signal, session }, sink) => pool.run('scan', body, sink, signal, { owner: session! }),
    }),
    route({
      method: 'POST',
      path: '/tail',
      access: 'messages',
      body: tailBody,
      stream: ({ body, signal, session }, sink) => pool.run('tail', body, sink, signal, { owner: session! }),
    }),
    route({
      method: 'POST',
      path: '/query',
      access: 'messages',
      body: queryBody,
      stream: ({ body, signal, session }, sink) => pool.run('query', body, sink, signal, { owner: session! }),
    }),
    route({
      method: 'POST',
      path: '/kql/check',
      access: 'messages',
      body: checkBody,
      answer: ({ body, signal }) => pool.check(body, signal),
    }),
    route({
      method: 'DELETE',
      path: '/scans/:id',
      access: 'read',
      asks: 'nothing',
      answer: ({ path, session }) => {
        const isOurs = pool.list().some(({ scanId, owner }) => scanId === path.id && owner === session);
        if (!isOurs || !pool.cancel(path.id!))
          throw FaultError.of('NOT_FOUND', 'There is no such scan in this session, or it has ended');
      },
    }),
    route({
      method: 'GET',
      path: '/topics/:t/records/:p/:o',
      access: 'messages',
      query: recordQuery,
      answer: ({ path, query: { isolation: level, decodeKey: key, decodeValue: value }, signal }) =>
        pool.record({ ...recordIn(path), isolation: level, decode: { key, value } }, signal),
    }),
    route({
      method: 'GET',
      path: '/topics/:t/records/:p/:o/bytes',
      access: 'messages',
      query: bytesQuery,
      answer: ({ path, query: { part: which = 'value', from, length }, signal }) =>
        pool.bytes({ ...recordIn(path), part: which, from, length }, signal),
    }),
    route({
      method: 'POST',
      path: '/topics/:t/records',
      access: 'produce',
      body: produceBody,
      bodyLimit: limits.body.produce,
      answer: ({ path, body, signal }) => records.produce(topicName(path.t, 'topic'), body, signal),
    }),
  ];
}

import type { KafkaError } from 'kafka-napi';
import type { Fault } from '../../../shared/api';
import { faultOf, isKafkaLike } from '../../fault';
import type { FromWorker, JobMessage, Jobs } from '../threads/messages';
import { sendEvent, type Job } from '../sending/job';
import { cancelledDone } from '../sending/nothing';
import { runCheck } from './check';
import { runExport } from './export';
import { readBytes, readRecord, sendPart } from './one-record';
import { runQuery } from './query';
import { runScan } from './scan';
import { runTail } from './tail';

/** Does a job to its end. Never rejects: the message says how it ended. */
export async function runJob(job: Job, message: JobMessage): Promise<FromWorker> {
  const { id } = message;
  try {
    const result = await perform(job, message);
    job.clients.rest();
    return { type: 'result', id, result };
  } catch (error) {
    const fault = faultWith(error, job.clients.lastError);
    const isFatal = isKafkaLike(error) && (error as { isFatal?: boolean }).isFatal === true;
    await (isFatal ? job.clients.close() : Promise.resolve(job.clients.rest()));
    if (job.stop.isAsked && isStream(message)) {
      await sendEvent(job, 'done', cancelledDone);
      return { type: 'result', id, result: undefined };
    }
    return { type: 'fault', id, fault, ...(fault.code === 'INTERNAL' ? { where: placeOf(error) } : {}) };
  }
}

/** The class of the error and its lines of code. Its text may hold a part of a message, which is never logged. */
function placeOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const lines = (error.stack ?? '').split('\n').filter((line) => /^ {4}at /.test(line));
  return [error.constructor.name, ...lines].join('\n');
}

/** What went wrong with the connection says why nothing was answered in time. */
function faultWith(error: unknown, connection: KafkaError | undefined): Fault {
  const fault = faultOf(error);
  return fault.code === 'TIMEOUT' && connection !== undefined ? { hint: connection.message, ...fault } : fault;
}

const isStream = ({ kind }: JobMessage): boolean => kind === 'scan' || kind === 'tail' || kind === 'query';

function perform(job: Job, { kind, request }: JobMessage): Promise<Jobs[keyof Jobs]['result']> {
  switch (kind) {
    case 'scan':
      return runScan(job, request as Jobs['scan']['request']);
    case 'tail':
      return runTail(job, request as Jobs['tail']['request']);
    case 'query':
      return runQuery(job, request as Jobs['query']['request']);
    case 'record':
      return readRecord(job, request as Jobs['record']['request']);
    case 'bytes':
      return readBytes(job, request as Jobs['bytes']['request']);
    case 'part':
      return sendPart(job, request as Jobs['part']['request']);
    case 'check':
      return runCheck(job, request as Jobs['check']['request']);
    case 'export':
      return runExport(job, request as Jobs['export']['request']);
  }
}

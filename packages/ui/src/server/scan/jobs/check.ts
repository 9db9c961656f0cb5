import type { CheckRequest, CheckResult } from '../../../shared/api';
import { FaultError } from '../../../shared/fault-error';
import { planOf } from '../../kql/explain';
import { prepareCondition, prepareQuery, type PreparedCondition, type PreparedQuery } from '../../kql/query';
import { warningsOf } from '../../kql/warnings';
import { CurrentRecord } from '../records/record';
import { decodersFor, recipeFor } from '../reading/recipe';
import type { Job } from '../sending/job';
import { PagedRead } from './paged-read';

/** Records that are looked at for warnings, and what may be read for that. */
const SAMPLE = 100;
const budget = { records: 2000, bytes: 16 * 1024 * 1024, ms: 3000 };

/** What a query or condition would read, and what of it fits no record of a sample. */
export async function runCheck(job: Job, request: CheckRequest): Promise<CheckResult> {
  const prepared = preparedOf(request);
  const topic = prepared.kind === 'condition' ? request.topic! : prepared.topic;
  const recipe = recipeFor({ topic }, job.kitchen, '');
  const decoders = decodersFor(topic, prepared.decode, job.kitchen);
  // Each record has an object of its own, which outlives the reading.
  const read = await PagedRead.begin<CurrentRecord>({
    ...{ job, recipe, limit: SAMPLE, onTick: () => undefined },
    request: { topic, mode: 'newest', budget },
    item: () => {
      const { columns, index, size } = recipe.record;
      return { item: new CurrentRecord(decoders).at(columns, index), weight: size };
    },
  });
  const sample: CurrentRecord[] = [];
  await read.run(SAMPLE, ({ item }) => void sample.push(item));
  const narrowed = await PagedRead.begin({
    ...{ job, limit: 1, onTick: () => undefined, item: () => undefined },
    recipe: { ...recipe, narrowing: prepared.narrowing },
    request: { topic, mode: 'newest' },
  });
  return { ok: true, plan: planOf(prepared, narrowed.stretches), warnings: warningsOf(prepared, sample) };
}

function preparedOf({ kql, where = '', timezone }: CheckRequest): PreparedQuery | PreparedCondition {
  const options = { now: Date.now(), zone: timezone };
  const prepared = kql === undefined ? prepareCondition(where, options) : prepareQuery(kql, options);
  if (!prepared.ok) throw new FaultError(prepared.fault);
  return prepared.query;
}

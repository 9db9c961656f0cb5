import type { TailRequest } from '../../../shared/api';
import { FaultError } from '../../../shared/fault-error';
import { findRanges } from '../reading/ranges';
import { recipeFor } from '../reading/recipe';
import { findTopic } from '../reading/topic';
import { sendEvent, type Job } from '../sending/job';
import { metaOf } from '../sending/meta';
import { TailReader } from './tail-reader';

/** Sends what is written from now on, until it is cancelled. */
export async function runTail(job: Job, request: TailRequest): Promise<void> {
  const { topic, partitions, isolation = 'committed', from = {} } = request;
  const recipe = recipeFor(request, job.kitchen, 'arrival');
  const { consumer, admin } = await job.clients.for(isolation, 'tail');
  const asking = { timeoutMs: () => 5000, signal: job.stop.signal };
  const ranges = await findRanges(admin, { topic, partitions, mode: 'newest', isolation }, asking);
  const starts = ranges.partitions.map(({ partition, range }) => {
    // Where an earlier tail was; what has been deleted meanwhile is gone.
    const wanted = Object.hasOwn(from, partition) ? Number(from[partition]) : range.to;
    return { partition, wanted, offset: Math.min(Math.max(wanted, range.from), range.to) };
  });
  const stretches = starts.map(({ partition: p, offset }) => ({ p, from: offset, to: offset }));
  await sendEvent(job, 'meta', metaOf(job.id, ranges, stretches));
  consumer.assign(starts.map(({ partition, offset }) => ({ topic, partition, offset })));
  const onIdle = async (): Promise<void> => {
    const { topicId } = await findTopic(admin, topic, asking);
    if (topicId !== ranges.place.topicId)
      throw FaultError.of('NOT_FOUND', `tail: the topic ${topic} was deleted and made anew meanwhile`);
  };
  await new TailReader(job, recipe, consumer, request, onIdle, starts).run();
}

import type { Program } from '../programs/program';
import type { Difference } from './compare';
import {
  hasConfig,
  hasNoReset,
  hears,
  isCommittedUnpolled,
  isDeletedUnpolled,
  isFurther,
  isMadeAgain,
  isMore,
  isRefusedAndClosed,
  isSubscribedAfterAssign,
  isSubscribedAnew,
  isSubscribedTwice,
  isWithin,
  isWrittenUnpolled,
  withoutMetadata,
} from './conditions';

/**
 * A difference from Java that stays, and why. docs/java-differences.md is made of these: none is allowed that is not
 * listed.
 */
export interface Allowed {
  readonly title: string;
  readonly java: string;
  readonly ours: string;
  readonly reason: string;
  /** What a user must know. */
  readonly know: string;
  /** What comes after it is compared all the same. */
  readonly goesOn?: boolean;
  /** Left out: the oracle's programs do not come to it. */
  readonly matches?: (program: Program, difference: Difference) => boolean;
}

export const allowed: readonly Allowed[] = [
  {
    title: '`subscribe` and `assign` replace each other',
    java: '`IllegalStateException` unless `unsubscribe()` was called in between',
    ours: 'the later call replaces what was before; the group is left',
    reason: 'both calls say what is to be read from now on',
    know: 'a program that relies on the exception to find its own mistake gets none',
    matches: ({ steps }, { step, field, java, ours }) =>
      ['subscribe', 'assign'].includes(steps[step]!.op) && field === 'error' && java === 'state' && ours === undefined,
  },
  {
    title: '`position` waits for nobody',
    java: 'blocks until the position is found, or throws (`TimeoutException`, `NoOffsetForPartitionException`)',
    ours: '`null` until it is known',
    reason: 'the call is synchronous, and JavaScript must not block',
    know: 'ask again after a poll, which also throws when there is nowhere to read from',
    goesOn: true,
    matches: (program, { step, field, java, ours }) =>
      // A committed offset that is out of range: Java has the position, ours the error only.
      (hasNoReset(program) &&
        (/^(positions|lags)/.test(field) || program.steps[step]!.op === 'lag') &&
        /"unknown"|null/.test(JSON.stringify(ours ?? ''))) ||
      // A commit of it, which only takes the metadata away.
      (hasNoReset(program) &&
        program.steps[step]!.op === 'commit' &&
        field.startsWith('committed') &&
        JSON.stringify(withoutMetadata(java)) === JSON.stringify(withoutMetadata(ours))) ||
      // Java's call has waited for the positions of all partitions.
      (program.steps[step]!.op === 'close' &&
        field.startsWith('committed') &&
        program.steps[step - 1]?.op === 'position' &&
        program.steps[step - 2]?.op.startsWith('seekTo')) ||
      (program.steps[step]!.op === 'position' &&
        (field === 'time' ||
          // Java looks for the positions of all partitions, and throws for another one that has none.
          (field === 'value' && (ours === 'unknown' || (java === 'unknown' && hasNoReset(program)))))),
  },
  {
    title: '`assign` commits what it takes away',
    java: 'with auto-commit, `assign` commits positions only when `auto.commit.interval.ms` is over',
    ours: 'what was done with is committed whenever `assign` takes partitions away',
    reason: 'the partitions would be read twice otherwise',
    know: 'nothing: fewer records come again',
    matches: ({ steps }, { step, field }) => steps[step]!.op === 'assign' && field.startsWith('committed'),
  },
  {
    title: '`auto.offset.reset=by_duration` where no record is young enough',
    java: 'asks again and again until a young record is there; `position` times out, no lag',
    ours: 'reads from the end that the partition had when it was asked',
    reason: 'the answer is known: all that is written from now on is young enough',
    know: 'records that are written later with an old timestamp are read; Java leaves them out',
    matches: (program, { field, java }) =>
      hasConfig(program, 'auto.offset.reset', 'by_duration') &&
      (field.startsWith('positions') || field === 'value') &&
      JSON.stringify(java ?? null).includes('unknown'),
  },
  {
    title: '`unsubscribe` commits',
    java: 'with auto-commit and the classic protocol, `unsubscribe` does not commit what was read',
    ours: 'it does, as before any other revocation',
    reason: 'the partitions would be read twice otherwise',
    know: 'nothing: fewer records come again',
    matches: ({ steps }, { step, field }) => steps[step]!.op === 'unsubscribe' && field.startsWith('committed'),
  },
  {
    title: 'Reading begins with the call',
    java: 'the first position, and that of a seek to an end or out of range, is looked for by the next poll',
    ours: 'by the call itself, in the background',
    reason: 'records are there sooner',
    know: 'what is written between `assign` or such a seek (with `latest`), or `seekToEnd`, and the next poll is read; Java leaves it out',
    matches: ({ steps }, { step, field, java, ours }) =>
      (['drain', 'take', 'iterate'].includes(steps[step]!.op) &&
        /^(positions|records)/.test(field) &&
        (field.startsWith('positions') ? isFurther(ours, java) : isMore(java, ours)) &&
        isWrittenUnpolled(steps, step)) ||
      // The beginning, which was deleted after the seek to it.
      (steps[step]!.op === 'position' &&
        field === 'value' &&
        Number(ours) < Number(java) &&
        isDeletedUnpolled(steps, step)),
  },
  {
    title: 'Records are fetched between two polls',
    java: 'fetches within a poll only',
    ours: 'in the background',
    reason: 'a poll finds its records there',
    know: 'records that are deleted (`deleteRecords`) after they were fetched are still handed over; Java leaves them out. A lag counts what was fetched, also where the next poll throws',
    matches: (program, { step, field, java, ours }) =>
      ['drain', 'take', 'iterate'].includes(program.steps[step]!.op) &&
      (field.startsWith('records')
        ? isMore(java, ours) && isDeletedUnpolled(program.steps, step)
        : field.startsWith('lags') && hasNoReset(program) && isFurther(java, ours)),
  },
  {
    title: 'A topic that is made again is read at once',
    java: 'a consumer that had it may read nothing of it for some seconds, or until `metadata.max.age.ms` is over',
    ours: 'it reads as soon as the topic is there',
    reason: 'librdkafka asks for the metadata of a missing topic again and again',
    know: 'the same records come, sooner; until the first fetch `currentLag` counts to the end of the topic of before',
    matches: ({ steps }, { step, field, java, ours }) =>
      isMadeAgain(steps, step) &&
      (field.startsWith('records')
        ? isMore(java, ours)
        : field.startsWith('lags')
          ? isFurther(java, ours)
          : field.startsWith('positions')
            ? isFurther(java, ours)
            : field.startsWith('assignment') && isWithin(java, ours)),
  },
  {
    title: 'A position that was reset is known after the next fetch',
    java: '`position` returns the new one with the answer to the offset query',
    ours: 'when the end was fetched from there: some `fetch.max.wait.ms` later where nothing is to be read',
    reason: 'the position moves with what was read',
    know: 'records are not delayed by it',
    matches: ({ steps }, { step, field, java, ours }) =>
      steps[step]!.op === 'drain' &&
      field === 'time' &&
      steps.slice(0, step).some(({ op }) => op === 'seek' || op === 'deleteRecords') &&
      // Three fetches and the pause before the query.
      Number(ours) - Number(java) < 3 * 500 + 500,
  },
  {
    title: 'The abort after a refused record takes half a second',
    java: 'the coordinator gives a new epoch with the abort (transaction.version 2)',
    ours: 'the producer asks for one after the abort, and again after 500 ms while the abort is being completed',
    reason: 'librdkafka speaks the first version of the protocol for transactions',
    know: 'nothing: the next transaction goes on, as in Java',
    matches: ({ steps }, { step, field, java, ours }) =>
      steps[step]!.op === 'abortTransaction' && field === 'time' && Number(ours) - Number(java) < 1000,
  },
  {
    title: '`close()` aborts what cannot be committed',
    java: '`close` of a producer whose transaction has failed waits for 10 s, and leaves the transaction to its timeout',
    ours: 'it aborts the transaction',
    reason: 'readers of committed records would wait for it',
    know: 'nothing: the same records are read; the marker is one more offset',
    goesOn: true,
    matches: (program, { step, field, java, ours }) =>
      /^(positions|committed)/.test(field) && isFurther(java, ours) && isRefusedAndClosed(program, step),
  },
  {
    title: '`subscription` of a pattern',
    java: 'all topics that match',
    ours: 'those of them that the member has partitions of',
    reason: 'librdkafka tells of the assignment only',
    know: 'list the topics with an AdminClient to see what matches',
    goesOn: true,
    matches: (program, { field, java, ours }) =>
      field.startsWith('subscription') &&
      program.steps.some((step) => step.op === 'subscribe' && step.byPattern) &&
      (ours as string[]).every((topic) => (java as string[]).includes(topic)),
  },
  {
    title: 'A lag is never negative',
    java: '`currentLag` is negative where the position is beyond the end',
    ours: '0',
    reason: 'no record is left to read',
    know: 'compare `position` with `endOffsets` to find such a position',
  },
  {
    title: 'No listener is called with an empty list',
    java: '`onPartitionsAssigned([])` when a rebalance gave nothing new',
    ours: 'not called',
    reason: 'librdkafka tells of changes only',
    know: 'whether a member has nothing to read is what `assignment()` says',
  },
  {
    title: '`onPartitionsLost` of partitions that were assigned by hand',
    java: 'with `group.protocol=consumer`, `close()` calls `onPartitionsLost` of an earlier subscription for them',
    ours: 'no listener is called for what `assign` gave',
    reason: 'the group never had them',
    know: 'nothing',
    goesOn: true,
    matches: (program, { step, field, java, ours }) =>
      program.steps[step]!.op === 'close' &&
      field === 'events' &&
      hasConfig(program, 'group.protocol', 'consumer') &&
      JSON.stringify(java ?? null).startsWith('[["lost"') &&
      JSON.stringify(ours ?? null) === '[]',
  },
  {
    title: '`auto.offset.reset=none`: no error from before a seek or a subscription',
    java: 'with `group.protocol=consumer`, the poll after either may throw `NoOffsetForPartitionException` once more',
    ours: 'either answers the error',
    reason: 'there is a position now, or a new assignment to come',
    know: 'nothing',
    matches: (program, { step, field, java, ours }) =>
      hasNoReset(program) &&
      hasConfig(program, 'group.protocol', 'consumer') &&
      // The error ended Java's polls before it was given anything.
      ((field.startsWith('error') && java === 'no offset' && ours === undefined) ||
        (program.steps[step]!.op === 'drain' &&
          program.steps.some(({ op }, i) => op === 'unsubscribe' && i < step) &&
          field.startsWith('events') &&
          JSON.stringify(java) === '[]')),
  },
  {
    title: '`auto.offset.reset=none`: the error stays until there is a position',
    java: 'each poll looks again: the error is over once the offset is in range, or one was committed',
    ours: 'each poll throws it until `seek()` or a new assignment',
    reason: 'only the program knows where to go on',
    know: 'call `seek()` when a poll throws it, as with Java',
    matches: (program, { field, java, ours }) =>
      hasNoReset(program) && field.startsWith('error') && java === undefined && ours === 'no offset',
  },
  {
    title: 'A static member may commit after `unsubscribe`',
    java: '`commitSync` with offsets throws `CommitFailedException` (classic protocol)',
    ours: 'the offsets are committed',
    reason: 'a static member stays in its group until its session ends',
    know: 'nothing: what was asked for is done',
    matches: (program, { step, field, java, ours }) =>
      ['commit', 'commitOffsets'].includes(program.steps[step]!.op) &&
      hasConfig(program, 'group.instance.id', '') &&
      program.steps.some(({ op }, i) => op === 'unsubscribe' && i < step) &&
      field === 'error' &&
      java === 'commit failed' &&
      ours === undefined,
  },
  {
    title: 'The interval of the auto-commit also ends between two polls',
    java: 'the position is committed by the first poll after `auto.commit.interval.ms`',
    ours: 'by the interval, whether or not there is a poll',
    reason: 'a timer of librdkafka',
    know: 'an offset that was committed by hand while auto-commit is on is overwritten sooner',
    goesOn: true,
    matches: (program, { step, field }) =>
      isCommittedUnpolled(program.steps, step) &&
      (field.startsWith('committed') || program.steps[step]!.op === 'committed') &&
      hasConfig(program, 'auto.commit.interval.ms', '100'),
  },
  {
    title: 'An automatic commit leaves alone what has not moved',
    java: 'it writes every position again, without metadata',
    ours: 'a position that is committed already is not written again: its metadata stays',
    reason: 'it would say nothing new',
    know: 'nothing',
    goesOn: true,
    matches: (program, { field, java, ours }) =>
      hasConfig(program, 'enable.auto.commit', 'true') &&
      field.startsWith('committed') &&
      JSON.stringify(withoutMetadata(java)) === JSON.stringify(withoutMetadata(ours)),
  },
  {
    title: 'New partitions and topics are noticed at another time',
    java: 'by the first poll after `metadata.max.age.ms`, before it hands over records',
    ours: 'by a timer: before or after what comes meanwhile is read',
    reason: 'a timer of librdkafka',
    know: 'nothing: the rebalance commits what was read until then, and reading goes on there',
    matches: ({ steps }, { step, field }) =>
      steps[step]!.op === 'drain' &&
      steps.some(({ op }, i) => (op === 'createPartitions' || op === 'createTopic') && i < step) &&
      field.startsWith('committed'),
  },
  {
    title: 'A static member that subscribes to more topics gets them at once',
    java: 'after `unsubscribe` and `subscribe` it has the partitions of before, until the group has a rebalance',
    ours: 'it joins with the new subscription, and has its partitions',
    reason: 'a program that subscribes wants to read',
    know: 'nothing',
    matches: (program, { step, field }) =>
      hasConfig(program, 'group.instance.id', '') &&
      isSubscribedAnew(program.steps, step) &&
      /^(events|assignment)/.test(field),
  },
  {
    title: 'A fatal error stays',
    java: 'with `group.protocol=consumer`, one poll throws it; the next ones return nothing',
    ours: 'each poll throws it',
    reason: 'a program that catches errors and goes on would read nothing for ever, and not know why',
    know: 'create another consumer when `state` is "fatal"',
    matches: (program, { field, java, ours }) =>
      hasConfig(program, 'group.protocol', 'consumer') &&
      field.startsWith('error') &&
      java === undefined &&
      ['unreleased instance', 'fenced instance'].includes(String(ours)),
  },
  {
    title: 'Another subscription reaches the group at once',
    java: 'with `group.protocol=consumer`, the coordinator may learn of it by the next regular heartbeat, after 5 s; of a pattern first the topics that were assigned by hand before',
    ours: 'a heartbeat tells all of it at once',
    reason: 'a program that subscribes wants to read',
    know: 'nothing: the new partitions come sooner',
    matches: (program, { step, field }) =>
      hasConfig(program, 'group.protocol', 'consumer') &&
      (isSubscribedTwice(program.steps, step) || isSubscribedAfterAssign(program.steps, step)) &&
      /^(records|events|assignment|positions)/.test(field),
  },
  {
    title: 'Positions pass aborted records between two polls',
    java: 'only a poll moves the position past aborted records and the ends of transactions',
    ours: 'it moves as soon as they were fetched, also before `close()`',
    reason: 'nothing between both positions can be delivered',
    know: 'nothing: the next member reads the same records',
    matches: ({ steps }, { step, field, java, ours }) =>
      steps[step]!.op === 'close' &&
      field.startsWith('committed') &&
      isFurther(java, ours) &&
      steps.some(({ op }, i) => /^(abort|commit)Transaction$/.test(op) && i < step),
  },
  {
    title: 'A member without a topic has not joined',
    java: 'with the classic protocol, a consumer joins its group although none of its topics exists',
    ours: 'it joins when one of them is there',
    reason: 'it could be given nothing before',
    know: 'such a consumer is not listed among the members of its group, and the group may be altered meanwhile',
    matches: (program, { step, field, java, ours }) =>
      !hasConfig(program, 'group.protocol', 'consumer') &&
      ((program.steps[step]!.op === 'alterOffsets' &&
        field === 'error' &&
        java === 'commit failed' &&
        ours === undefined) ||
        (program.steps[step]!.op === 'evict' && field === 'value' && java === undefined && ours === 'nobody')) &&
      (program.topics.some(({ late }) => late) || program.steps.some(({ op }) => op === 'deleteTopic')),
  },
  {
    title: 'The partitions of a deleted topic are lost',
    java: 'with a cooperative assignor, `onPartitionsRevoked`; they may stay assigned until `metadata.max.age.ms` is over',
    ours: '`onPartitionsLost`, as soon as the topic is found to be gone; the eager protocols revoke them then',
    reason: 'nothing can be committed for them any more',
    know: 'handle `onPartitionsLost`, or leave it out: `onPartitionsRevoked` is called then',
    matches: ({ steps }, { step, field, java, ours }) =>
      steps.some(({ op }, i) => op === 'deleteTopic' && i < step) &&
      // A commit by Java's listener fails, or its poll waits in vain: the topic is gone.
      (field.startsWith('error')
        ? (java === 'listener' || java === 'timeout') && ours === undefined
        : /^(positions|lags|assignment)/.test(field)
          ? isWithin(ours, java) && !isWithin(java, ours)
          : field.startsWith('events') &&
            (hears(ours, 'lost') ? !hears(java, 'lost') : hears(ours, 'revoked') && !hears(java, 'revoked'))),
  },
  {
    title: 'A member keeps its partitions while its broker restarts',
    java: 'with the classic protocol, a member whose metadata lacked its topics for a moment joins again: `onPartitionsRevoked`, `onPartitionsAssigned`, and it reads from the committed offset; `subscription` of a pattern is empty meanwhile',
    ours: 'it stays as it is',
    reason: 'nothing has changed for the group',
    know: 'nothing: fewer records come again',
    matches: (program, { step, field, java, ours }) =>
      program.steps.slice(0, step).some(({ op }) => op === 'restart') &&
      program.steps[step]!.op === 'drain' &&
      !hasConfig(program, 'group.protocol', 'consumer') &&
      (field.startsWith('events')
        ? hears(java, 'revoked') && !hears(ours, 'revoked')
        : field.startsWith('subscription')
          ? JSON.stringify(java) === '[]'
          : field.startsWith('records') && (isMore(java, ours) || isMore(ours, java))),
  },
  {
    title: '`StickyAssignor`',
    java: 'one of the four assignors of the classic protocol',
    ours: 'a ConfigError at once',
    reason: 'librdkafka has no eager sticky assignor',
    know: 'CooperativeStickyAssignor is as sticky, and moves fewer partitions',
  },
];

export function allowedBy(program: Program, difference: Difference): Allowed | undefined {
  return allowed.find((one) => one.matches?.(program, difference));
}

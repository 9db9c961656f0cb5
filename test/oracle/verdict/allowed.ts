import type { Program } from '../programs/program';
import type { Difference } from './compare';
import {
  commitsWhenRevoked,
  hasConfig,
  hasNoReset,
  hasPattern,
  hasTransactions,
  hears,
  isCommittedUnpolled,
  isDeleted,
  isDeletedUnpolled,
  isEarlier,
  isFurther,
  isMadeAgain,
  isMore,
  isRefusedAndClosed,
  isRefusedInPart,
  isRestarted,
  isSought,
  isSoughtBefore,
  isSoughtToBeginning,
  isSubscribedAfterAssign,
  isSubscribedAnew,
  isSubscribedDifferently,
  isSubscribedTwice,
  isTakenAwayUnseen,
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
    java: '`IllegalStateException`',
    ours: 'the later call counts',
    reason: 'each says all that is to be read',
    know: 'mixing them by mistake throws nothing',
    matches: ({ steps }, { step, field, java, ours }) =>
      ['subscribe', 'assign'].includes(steps[step]!.op) && field === 'error' && java === 'state' && ours === undefined,
  },
  {
    title: 'A call that is refused changes nothing',
    java: '`pause`, `resume`, `seekToBeginning` and `seekToEnd` change the partitions before the one that is not assigned',
    ours: 'they change none',
    reason: 'a program that handles the error knows where it stands',
    know: 'nothing',
    matches: ({ steps }, { step, field }) =>
      steps[step]!.op === 'drain' && /^(paused|lags|positions|records)/.test(field) && isRefusedInPart(steps, step),
  },
  {
    title: '`position` waits for nobody',
    java: 'blocks, or throws',
    ours: '`null` until it is known',
    reason: 'JavaScript must not block',
    know: 'ask again after a poll',
    goesOn: true,
    matches: (program, { step, field, java, ours }) =>
      // A committed offset that is out of range: Java has the position, ours the error only.
      (hasNoReset(program) &&
        (/^(positions|lags)/.test(field) || program.steps[step]!.op === 'lag') &&
        /"unknown"|null/.test(JSON.stringify(ours ?? null))) ||
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
    title: '`assign` and `unsubscribe` commit what they take away',
    java: 'with auto-commit, not always',
    ours: 'with auto-commit, always',
    reason: 'the partitions would be read twice',
    know: 'fewer records come again',
    matches: (program, { step, field, java, ours }) =>
      (['assign', 'unsubscribe'].includes(program.steps[step]!.op) && field.startsWith('committed')) ||
      // Where a listener commits, the offsets are not looked at.
      (hasConfig(program, 'enable.auto.commit', 'true') &&
        isTakenAwayUnseen(program.steps, step) &&
        (field === 'value' || (field.startsWith('records') && (isMore(ours, java) || isMore(java, ours))))),
  },
  {
    title: '`auto.offset.reset=by_duration` where no record is young enough',
    java: 'asks until there is one',
    ours: 'reads from the end',
    reason: 'all that is written from now on is young enough',
    know: 'records that come with an old timestamp are read',
    matches: (program, { field, java }) =>
      hasConfig(program, 'auto.offset.reset', 'by_duration') &&
      (field.startsWith('positions') || field === 'value') &&
      JSON.stringify(java ?? null).includes('unknown'),
  },
  {
    title: 'Reading begins with the call',
    java: '`assign` and `seek` look for a position with the next poll',
    ours: 'they do at once',
    reason: 'records are there sooner',
    know: 'what is written between a call that leads to the end and the next poll is read; Java leaves it out',
    matches: ({ steps }, { step, field, java, ours }) =>
      (['drain', 'take', 'iterate'].includes(steps[step]!.op) &&
        /^(positions|records)/.test(field) &&
        (field.startsWith('positions') ? isFurther(ours, java) : isMore(java, ours)) &&
        isWrittenUnpolled(steps, step)) ||
      // The end before what was written after the seek to it; the beginning, which was deleted after it.
      (steps[step]!.op === 'position' &&
        field === 'value' &&
        Number(ours) < Number(java) &&
        (isWrittenUnpolled(steps, step) || isDeletedUnpolled(steps, step))) ||
      // A position out of range, which was reset before it was closed.
      (steps[step]!.op === 'close' && field.startsWith('committed') && isFurther(ours, java) && isSought(steps, step)),
  },
  {
    title: 'Records are fetched between two polls',
    java: 'within a poll only',
    ours: 'in the background',
    reason: 'a poll finds its records there',
    know: 'records deleted meanwhile (`deleteRecords`) are handed over; a lag counts what was fetched',
    matches: (program, { step, field, java, ours }) =>
      ['drain', 'take', 'iterate'].includes(program.steps[step]!.op) &&
      (field.startsWith('records')
        ? (isMore(java, ours) || isEarlier(java, ours)) && isDeletedUnpolled(program.steps, step)
        : field.startsWith('lags') && hasNoReset(program) && isFurther(java, ours)),
  },
  {
    title: 'A topic that is made again is read at once',
    java: 'after seconds, or `metadata.max.age.ms`',
    ours: 'as soon as it is there',
    reason: 'a missing topic is asked for again and again',
    know: 'until the first fetch, `currentLag` is that of the old topic',
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
    java: 'with the answer to the query',
    ours: 'with the next fetch',
    reason: 'it moves with what was read',
    know: 'records are not delayed',
    matches: (program, { step, field, java, ours }) =>
      program.steps[step]!.op === 'drain' &&
      (field === 'time'
        ? program.steps.slice(0, step).some(({ op }) => op === 'seek' || op === 'deleteRecords') &&
          // Three fetches and the pause before the query.
          Number(ours) - Number(java) < 3 * 500 + 500
        : // Nothing else moves it below an open transaction, or where it is paused.
          field.startsWith('positions') && isDeletedUnpolled(program.steps, step) && isFurther(ours, java)),
  },
  {
    title: 'The abort after a refused record takes half a second',
    java: 'a new epoch comes with the abort',
    ours: 'the producer asks for it',
    reason: 'librdkafka speaks the older protocol of transactions',
    know: 'nothing',
    matches: ({ steps }, { step, field, java, ours }) =>
      steps[step]!.op === 'abortTransaction' && field === 'time' && Number(ours) - Number(java) < 1000,
  },
  {
    title: '`close()` aborts what cannot be committed',
    java: 'leaves it to `transaction.timeout.ms`',
    ours: 'aborts it',
    reason: 'readers would wait for it',
    know: 'its marker is one more offset',
    goesOn: true,
    matches: (program, { step, field, java, ours }) =>
      (/^(positions|committed|lags)/.test(field) || program.steps[step]!.op === 'endOffsets') &&
      isFurther(java, ours) &&
      isRefusedAndClosed(program, step),
  },
  {
    title: '`subscription` of a pattern',
    java: 'all topics that match',
    ours: 'those that the member has partitions of',
    reason: 'librdkafka tells the assignment only',
    know: 'an AdminClient lists the others',
    goesOn: true,
    matches: (program, { field, java, ours }) =>
      field.startsWith('subscription') &&
      hasPattern(program) &&
      (ours as string[]).every((topic) => (java as string[]).includes(topic)),
  },
  {
    title: 'A lag is never negative',
    java: 'negative where the position is beyond the end',
    ours: '0',
    reason: 'no record is left to read',
    know: 'compare `position` with `endOffsets`',
  },
  {
    title: 'A listener is called with an empty list at other times',
    java: '`onPartitionsAssigned([])` after a rebalance, and as a member of the consumer protocol before it has anything',
    ours: 'after a rebalance of the classic protocol',
    reason: 'nothing has changed',
    know: '`assignment()` says what there is',
  },
  {
    title: '`onPartitionsLost` of partitions that were assigned by hand',
    java: '`close()` may call it (consumer protocol)',
    ours: 'not called',
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
    title: '`auto.offset.reset=none`: how long the error stays',
    java: 'each poll looks again; it may come once more after a `seek` (consumer protocol)',
    ours: 'until `seek()` or a new assignment',
    reason: 'only the program knows where to go on',
    know: 'call `seek()`, as with Java',
    matches: (program, { step, field, java, ours }) =>
      hasNoReset(program) &&
      ((field.startsWith('error') && java === undefined && ours === 'no offset') ||
        (hasConfig(program, 'group.protocol', 'consumer') &&
          ((field.startsWith('error') && java === 'no offset' && ours === undefined) ||
            // The error of before ended Java's polls before it was given anything.
            (program.steps[step]!.op === 'drain' &&
              program.steps.some(({ op }, i) => op === 'unsubscribe' && i < step) &&
              field.startsWith('events') &&
              JSON.stringify(java) === '[]')))),
  },
  {
    title: '`commit` of a partition that is gone',
    java: 'retries until `default.api.timeout.ms`',
    ours: "the broker's error at once",
    reason: 'the offset may never be wanted again',
    know: 'nothing: the error can be retried',
    matches: ({ steps }, { step, field, java, ours }) =>
      isDeleted(steps, step) &&
      (['commit', 'commitOffsets'].includes(steps[step]!.op)
        ? field === 'error' && java === 'timeout' && ours === 'unknown topic'
        : // The commit of a listener.
          commitsWhenRevoked(steps) && field.startsWith('error') && JSON.stringify(java ?? null).includes('timeout')),
  },
  {
    title: 'A record for a partition that does not exist',
    java: '`TimeoutException` after `max.block.ms`',
    ours: '`ERR__UNKNOWN_PARTITION` after it',
    reason: 'it says what is missing',
    know: 'nothing',
    goesOn: true,
    matches: ({ steps }, { step, field, java, ours }) =>
      steps[step]!.op === 'send' &&
      field === 'value' &&
      JSON.stringify(java).replaceAll('timeout', 'unknown topic') === JSON.stringify(ours),
  },
  {
    title: 'The interval of the auto-commit also ends between two polls',
    java: 'by the first poll after it',
    ours: 'by a timer',
    reason: 'librdkafka has a timer',
    know: 'a commit by hand is overwritten sooner, a seek committed sooner',
    goesOn: true,
    matches: (program, { step, field, java, ours }) =>
      (isCommittedUnpolled(program.steps, step) ||
        (hasNoReset(program) && isSoughtBefore(program.steps, step)) ||
        // Java looks for its coordinator first.
        (isRestarted(program.steps, step) && isFurther(java, ours))) &&
      (field.startsWith('committed') || program.steps[step]!.op === 'committed') &&
      hasConfig(program, 'auto.commit.interval.ms', '100'),
  },
  {
    title: 'An automatic commit leaves alone what has not moved',
    java: 'writes it again, without metadata',
    ours: 'leaves it alone',
    reason: 'it would say nothing new',
    know: 'nothing',
    goesOn: true,
    matches: (program, { step, field, java, ours }) =>
      hasConfig(program, 'enable.auto.commit', 'true') &&
      field.startsWith('committed') &&
      (JSON.stringify(withoutMetadata(java)) === JSON.stringify(withoutMetadata(ours)) ||
        // The offsets of a deleted topic are gone; Java writes them again.
        (isDeleted(program.steps, step) && isWithin(ours, java))),
  },
  {
    title: 'New partitions and topics are noticed at another time',
    java: 'by a poll, after `metadata.max.age.ms`',
    ours: 'by a timer',
    reason: 'librdkafka has a timer',
    know: 'nothing',
    matches: ({ steps }, { step, field }) =>
      steps[step]!.op === 'drain' &&
      steps.some(({ op }, i) => (op === 'createPartitions' || op === 'createTopic') && i < step) &&
      field.startsWith('committed'),
  },
  {
    title: 'A fatal error stays',
    java: 'one poll throws it (consumer protocol)',
    ours: 'each poll does',
    reason: 'a program that goes on would never know why it reads nothing',
    know: 'create another consumer',
    matches: (program, { field, java, ours }) =>
      hasConfig(program, 'group.protocol', 'consumer') &&
      field.startsWith('error') &&
      java === undefined &&
      ['unreleased instance', 'fenced instance'].includes(String(ours)),
  },
  {
    title: 'Another subscription reaches the group at once',
    java: 'by a later heartbeat (consumer protocol), or rebalance (static members)',
    ours: 'at once',
    reason: 'a program that subscribes wants to read',
    know: 'partitions come sooner',
    matches: (program, { step, field }) =>
      (hasConfig(program, 'group.protocol', 'consumer') &&
        (isSubscribedTwice(program.steps, step) || isSubscribedAfterAssign(program.steps, step)) &&
        /^(records|events|assignment|positions)/.test(field)) ||
      (hasConfig(program, 'group.instance.id', '') &&
        isSubscribedAnew(program.steps, step) &&
        /^(events|assignment)/.test(field)),
  },
  {
    title: 'A static member that comes back with other topics',
    java: 'joins again at once when it gets partitions of the old ones',
    ours: 'a second later',
    reason: 'librdkafka joins once a second',
    know: 'its first records come a second later',
    matches: (program, { step, field, java, ours }) =>
      hasConfig(program, 'group.instance.id', '') &&
      isSubscribedDifferently(program.steps, step) &&
      field === 'time' &&
      // A second, and the metadata of the new topics behind a fetch.
      Number(ours) - Number(java) < 1000 + 1000,
  },
  {
    title: 'Positions pass aborted records between two polls',
    java: 'by a poll',
    ours: 'once they are fetched',
    reason: 'nothing in between can be delivered',
    know: 'the next member reads the same',
    matches: (program, { step, field, java, ours }) =>
      hasTransactions(program, step) &&
      (field.startsWith('committed')
        ? (program.steps[step]!.op === 'close' || isSoughtToBeginning(program.steps, step)) && isFurther(java, ours)
        : program.steps[step]!.op === 'position' && field === 'value' && Number(ours) > Number(java)),
  },
  {
    title: 'The partitions of a deleted topic are lost',
    java: 'revoked, or kept until `metadata.max.age.ms`',
    ours: 'lost at once; revoked by an eager protocol',
    reason: 'nothing can be committed for them',
    know: 'without `onPartitionsLost`, `onPartitionsRevoked` is called',
    matches: ({ steps }, { step, field, java, ours }) =>
      isDeleted(steps, step) &&
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
    java: 'may join again, and read from the committed offset (classic protocol, patterns)',
    ours: 'stays as it is',
    reason: 'nothing has changed for the group',
    know: 'fewer records come again',
    matches: (program, { step, field, java, ours }) =>
      isRestarted(program.steps, step) &&
      program.steps[step]!.op === 'drain' &&
      (!hasConfig(program, 'group.protocol', 'consumer') || hasPattern(program)) &&
      (field.startsWith('events')
        ? hears(java, 'revoked') && !hears(ours, 'revoked')
        : field.startsWith('subscription')
          ? JSON.stringify(java) === '[]'
          : field.startsWith('records') && (isMore(java, ours) || isMore(ours, java))),
  },
  {
    title: '`StickyAssignor`',
    java: 'exists',
    ours: 'a ConfigError at once',
    reason: 'librdkafka has none',
    know: 'CooperativeStickyAssignor is as sticky',
  },
];

/** The row that allows a difference. Where partitions differ for different reasons, each of them has to be allowed. */
export function allowedBy(program: Program, difference: Difference): Allowed | undefined {
  const rowOf = (one: Difference) => allowed.find(({ matches }) => matches?.(program, one));
  const whole = rowOf(difference);
  if (whole !== undefined || !/^(positions|committed|lags)/.test(difference.field)) return whole;
  const rows = byPartition(difference).map(rowOf);
  if (rows.length < 2 || rows.includes(undefined)) return undefined;
  return rows.find((row) => !row!.goesOn) ?? rows[0];
}

function byPartition(difference: Difference): Difference[] {
  const [java, ours] = [difference.java ?? {}, difference.ours ?? {}] as Record<string, unknown>[];
  const parts = [...new Set([...Object.keys(java!), ...Object.keys(ours!)])];
  const of = (all: Record<string, unknown>, part: string) => (part in all ? { [part]: all[part] } : {});
  return parts
    .map((part) => ({ ...difference, java: of(java!, part), ours: of(ours!, part) }))
    .filter((one) => JSON.stringify(one.java) !== JSON.stringify(one.ours));
}

/**
 * Errors that the test with killed processes must notice: each is put into a copy of a module that only the processes
 * of that test load (mutate.ts).
 */

/** Environment variable with the name of the mutation, for the processes of the test. */
export const MUTATION = 'KAFKA_NAPI_KILL_MUTATION';

/** `from` stands in the file exactly once. `file`: below src/streams/runtime. */
export interface Patch {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

export interface Mutation {
  readonly patches: readonly Patch[];
  /** Those that it must be noticed by, if any. */
  readonly faults: readonly string[];
  /** It costs time, and nothing is wrong. */
  readonly isHarmless?: true;
}

const sendOffsets =
  '      await retried(this.#timeoutMs, () => this.#producer.sendOffsetsToTransaction(offsets, group));\n';
const commitTransaction = '    await this.producer.commitTransaction(offsets, this.consumer.groupMetadata());\n';
const withoutOffsets: Patch = { file: 'commit/streams-producer.ts', from: sendOffsets, to: '' };
const inCommit = (to: string): Patch => ({ file: 'commit/commits.ts', from: commitTransaction, to });
const revoke = '        await this.#orGoBack(() => this.#commitAll(deadlineMs, deadlineMs));\n';

export const mutations: Readonly<Record<string, Mutation>> = {
  'offsets beside, after': {
    faults: ['kill after commit'],
    patches: [withoutOffsets, inCommit(`${commitTransaction}    await this.consumer.commit(offsets);\n`)],
  },
  'offsets beside, before': {
    faults: ['kill after offsets'],
    patches: [withoutOffsets, inCommit(`    await this.consumer.commit(offsets);\n${commitTransaction}`)],
  },
  'no generation': {
    faults: ['freeze before offsets'],
    patches: [
      inCommit(
        commitTransaction.replace(
          'this.consumer.groupMetadata()',
          '{ groupId: this.consumer.groupMetadata().groupId }',
        ),
      ),
    ],
  },
  'no rollback': {
    faults: ['fence before offsets'],
    patches: [
      {
        file: 'stores/changelog-store.ts',
        from: 'this.#tracked?.rollBack();',
        to: 'this.#tracked?.committed();',
      },
    ],
  },
  'ends before offsets': {
    faults: ['freeze after offsets'],
    patches: [
      {
        file: 'tasks/task-starter.ts',
        from: '    const committed = await retried(',
        to: `    const early = task.stores.filter((store) => !store.isRestored);
    const earlyEnds = await endOffsets(this.#admin, early.map(({ topic, partition }) => ({ topic, partition })));
    const committed = await retried(`,
      },
      {
        file: 'tasks/task-starter.ts',
        from: 'await this.#restore(task, offsets, isStopped);',
        to: 'await this.#restore(task, offsets, isStopped, earlyEnds);',
      },
      {
        file: 'tasks/task-starter.ts',
        from: 'isStopped: () => boolean): Promise<void> {',
        to: 'isStopped: () => boolean, ends: number[]): Promise<void> {',
      },
      {
        file: 'tasks/task-starter.ts',
        from: '    const ends = await retried(this.#timeoutMs, () => endOffsets(this.#admin, changelogs));\n',
        to: '',
      },
    ],
  },
  'revoke in the middle': {
    faults: ['stop anywhere'],
    patches: [{ file: 'stream-thread.ts', from: revoke, to: '' }],
  },
  'revoke without commit': {
    faults: ['stop anywhere'],
    patches: [{ file: 'stream-thread.ts', from: revoke, to: '        await this.#discard();\n' }],
    isHarmless: true,
  },
};

/** @throws Error if the text is not there once. */
export function patched(source: string, { file, from, to }: Patch): string {
  const parts = source.split(from);
  if (parts.length !== 2)
    throw new Error(`mutation of ${file}: the text is there ${parts.length - 1} times, not once: ${from}`);
  return parts.join(to);
}

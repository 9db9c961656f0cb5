/**
 * One round: clients of every kind against one bootstrap server whose answers are corrupted for some time. Arguments:
 * bootstrap, topic, partitions, 'mock' or 'kafka', seed, ms of corruption. Prints CALM when it needs intact bytes,
 * reads a line when they begin, and ends with 0 when every client works again. The errors reported to users are printed
 * as a line of JSON.
 */
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

import type { KafkaError } from '../../../src';
import { Random } from '../../helpers/random';
import {
  AdminSubject,
  CODECS,
  ConsumerSubject,
  ProducerSubject,
  saveLog,
  Untyped,
  type Setting,
  type Subject,
} from './workload';

/** Time for every client to recover, including its backoffs, session and request timeouts. */
const RECOVERY_MS = 120_000;

const [bootstrap, topic, partitions, broker, seed, corruptMs] = process.argv.slice(2) as [
  string,
  string,
  string,
  'mock' | 'kafka',
  string,
  string,
];

/** Waits for the work of each subject, and names those that do not finish in time. */
async function all(
  subjects: readonly Subject[],
  how: string,
  action: (subject: Subject) => Promise<void>,
): Promise<void> {
  const left = new Set(subjects.map(({ name }) => name));
  const timeout = AbortSignal.timeout(RECOVERY_MS);
  const late = once(timeout, 'abort').then(() => {
    throw new Error(`${[...left].join(', ')}: ${how}`);
  });
  late.catch(() => undefined);
  const done = subjects.map((subject) => action(subject).then(() => left.delete(subject.name)));
  await Promise.race([Promise.all(done), late]);
}

async function main(): Promise<void> {
  const random = new Random(Number(seed));
  const told = new Map<string, number>();
  const count = (key: string): void => void told.set(key, (told.get(key) ?? 0) + 1);
  const setting: Setting = {
    bootstrap,
    topic,
    partitions: Number(partitions),
    isReal: broker === 'kafka',
    random,
    note: (what: string, error: KafkaError) => count(`${what}: ${String(error.code)}`),
    resubscribed: (what: string) => count(`${what}: resubscribed`),
  };
  const subjects: Subject[] = [
    new ProducerSubject(setting, 'plain', random.pick(CODECS)),
    new ProducerSubject(setting, 'idempotent', random.pick(CODECS)),
    new ProducerSubject(setting, 'transactional', random.pick(CODECS)),
    new ConsumerSubject(setting, 'assigned'),
    new ConsumerSubject(setting, 'classic'),
    new ConsumerSubject(setting, 'consumer'),
    new AdminSubject(setting),
  ];
  let stopped = false;
  const calls = new Map(subjects.map((subject) => [subject, subject.busy(() => stopped)]));
  const busy = Promise.all(calls.values());
  await Promise.race([busy, sleep(Number(corruptMs))]);
  const calm = once(process.stdin, 'data');
  // The process with the proxy is gone, so the result is no longer needed.
  process.stdin.on('close', () => process.exit(4));
  console.log('CALM');
  await calm;
  // Work that is pending when the bytes become intact ends on its own.
  stopped = true;
  const calmAt = performance.now();
  await all(subjects, `a call does not end ${RECOVERY_MS} ms after the last corrupted byte`, (subject) =>
    calls.get(subject)!,
  );
  const recovery: Record<string, number> = {};
  try {
    let left = subjects.length;
    const writing: Promise<void>[] = [];
    await all(subjects, `does not work ${RECOVERY_MS} ms after the last corrupted byte`, async (subject) => {
      await subject.works();
      recovery[subject.name] = Math.round(performance.now() - calmAt);
      left--;
      // Readers need a writer that continues.
      if (subject instanceof ProducerSubject) writing.push(subject.trickle(() => left === 0));
    });
    await Promise.all(writing);
    await all(subjects, `close() does not end in ${RECOVERY_MS} ms`, (subject) => subject.close());
  } finally {
    console.log(JSON.stringify({ recovery, told: Object.fromEntries([...told].sort()) }));
  }
}

process.on('unhandledRejection', (error) => {
  console.error(`unhandled: ${error instanceof Error ? error.stack : String(error)}`);
  process.exit(3);
});

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Untyped ? error.message : error);
    saveLog(`hostile-${seed}.log`);
    process.exit(2);
  },
);

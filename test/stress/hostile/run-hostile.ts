/**
 * Rounds of corrupted answers, each with its own client process, alternately against MockCluster and a real Kafka,
 * until the time is over.
 */
import { MockCluster } from '../../../src/testing';
import { jsonLines, runProgram } from '../../helpers/child';
import { KafkaCluster } from '../../helpers/kafka/kafka-cluster';
import { Random } from '../../helpers/random';
import { CorruptingProxy } from './corrupting-proxy';

export interface HostileOptions {
  readonly seed: number;
  readonly minutes: number;
  readonly brokers: readonly ('mock' | 'kafka')[];
  /** Number of parallel processes for each kind of broker; default 1. */
  readonly parallel?: number;
  /** Rounds with these seeds, instead of as many as time permits. */
  readonly rounds?: readonly number[];
  readonly env?: Readonly<Record<string, string>>;
  readonly log: (line: string) => void;
}

export interface Failure {
  readonly broker: string;
  readonly seed: number;
  /** Signal or status, and the last lines of stderr. */
  readonly how: string;
  readonly stderr: string;
  /** Errors reported to users in that round, with their number. */
  readonly told?: Record<string, number>;
}

export interface HostileResult {
  readonly seed: number;
  readonly rounds: Record<string, number>;
  readonly damages: Record<string, number>;
  /** Errors reported to users, with their number. */
  readonly told: Record<string, number>;
  /** For each client: ms from the last corrupted byte to its first successful work, the maximum of all rounds. */
  readonly slowestRecovery: Record<string, number>;
  readonly failures: Failure[];
}

/** One broker, and separate proxies for the clients of each round. */
interface Target {
  readonly name: 'mock' | 'kafka';
  /** Starts the target. Resolves with the port to connect to. */
  start(proxyPort: number): Promise<number>;
  topic(name: string): Promise<void>;
  stop(): Promise<void>;
}

const PARTITIONS = 2;
const PROGRAM = 'test/stress/hostile/hostile-program.ts';

/** A separate mock cluster per round, because it keeps everything in memory. */
function mockTarget(): Target {
  let mock: MockCluster;
  return {
    name: 'mock',
    async start(proxyPort) {
      mock = await MockCluster.start({ brokers: 1 });
      const port = Number(mock.bootstrapServers.split(':')[1]);
      mock.advertise(1, '127.0.0.1', proxyPort);
      return port;
    },
    async topic(name) {
      mock.createTopic(name, { numPartitions: PARTITIONS });
    },
    stop: () => mock.close(),
  };
}

function add(into: Record<string, number>, from: Record<string, number>): void {
  for (const [name, count] of Object.entries(from)) into[name] = (into[name] ?? 0) + count;
}

export async function runHostile(options: HostileOptions): Promise<HostileResult> {
  const { seed, brokers, log } = options;
  const result: HostileResult = { seed, rounds: {}, damages: {}, told: {}, slowestRecovery: {}, failures: [] };
  const end = performance.now() + options.minutes * 60_000;

  async function round(target: Target, proxy: CorruptingProxy, roundSeed: number): Promise<void> {
    const topic = `hostile-${roundSeed}`;
    await target.topic(topic);
    const corruptMs = 2000 + new Random(roundSeed).below(4000);
    proxy.corrupt(new Random(roundSeed));
    const startedAt = performance.now();
    const child = await runProgram(PROGRAM, {
      args: [`127.0.0.1:${proxy.port}`, topic, String(PARTITIONS), target.name, String(roundSeed), String(corruptMs)],
      env: { ...options.env },
      timeoutMs: 300_000,
      stdin: 'pipe',
      onLine: (line, process) => {
        if (line !== 'CALM') return;
        proxy.calm();
        process.stdin?.write('calm\n');
      },
    });
    result.rounds[target.name] = (result.rounds[target.name] ?? 0) + 1;
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    const [report] = jsonLines<{ recovery: Record<string, number>; told: Record<string, number> }>(child.stdout);
    if (child.code === 0 && report) {
      add(result.told, report.told);
      for (const [name, ms] of Object.entries(report.recovery)) {
        const kind = name.replace(/ \(.*/, '');
        result.slowestRecovery[kind] = Math.max(result.slowestRecovery[kind] ?? 0, ms);
      }
      log(
        `${target.name} ${roundSeed}: ${seconds} s, slowest recovery ${Math.max(...Object.values(report.recovery))} ms`,
      );
      return;
    }
    const how = child.timedOut ? 'hung' : (child.signal ?? `status ${child.code}`);
    const failure = {
      broker: target.name,
      seed: roundSeed,
      how,
      stderr: child.stderr.slice(-3000),
      ...(report ? { told: report.told } : {}),
    };
    result.failures.push(failure);
    log(`FAILED: ${JSON.stringify(failure, null, 1)}`);
  }

  function* seeds(random: Random): Generator<number> {
    if (options.rounds) yield* options.rounds;
    else while (performance.now() < end) yield random.below(2 ** 31);
  }

  async function mockRounds(random: Random): Promise<void> {
    for (const roundSeed of seeds(random)) {
      const target = mockTarget();
      const proxy = await CorruptingProxy.start();
      try {
        proxy.target = await target.start(proxy.port);
        await round(target, proxy, roundSeed);
      } finally {
        add(result.damages, proxy.done);
        await proxy.stop();
        await target.stop();
      }
    }
  }

  /** A real broker tells all its clients the same address, so its rounds share a proxy and run one at a time. */
  async function kafkaRounds(random: Random): Promise<void> {
    const proxy = await CorruptingProxy.start();
    const kafka = await KafkaCluster.start({ proxies: [proxy.port], maxHeap: '384m' });
    try {
      proxy.target = kafka.proxiedPort(1);
      const target: Target = {
        name: 'kafka',
        start: async () => proxy.target,
        topic: (name) => kafka.createTopic(name, { partitions: PARTITIONS }),
        stop: async () => undefined,
      };
      for (const roundSeed of seeds(random)) {
        await round(target, proxy, roundSeed);
        await kafka.deleteTopic(`hostile-${roundSeed}`);
      }
    } finally {
      add(result.damages, proxy.done);
      await kafka.stop();
      await proxy.stop();
    }
  }

  const runs: Promise<void>[] = [];
  if (brokers.includes('mock')) {
    for (let i = 0; i < (options.parallel ?? 1); i++) runs.push(mockRounds(new Random(seed * 16 + i)));
  }
  if (brokers.includes('kafka')) runs.push(kafkaRounds(new Random(seed * 16 + 15)));
  await Promise.all(runs);
  return result;
}

/** Kafka's own command line tools, by the names of their scripts, run from the same jars. */
import { type ChildProcess } from 'node:child_process';

import { spawnJava } from './java-process';

const TOOLS: Readonly<Record<string, string>> = {
  'kafka-acls': 'org.apache.kafka.tools.AclCommand',
  'kafka-broker-api-versions': 'org.apache.kafka.tools.BrokerApiVersionsCommand',
  'kafka-client-metrics': 'org.apache.kafka.tools.ClientMetricsCommand',
  'kafka-cluster': 'org.apache.kafka.tools.ClusterTool',
  'kafka-configs': 'kafka.admin.ConfigCommand',
  'kafka-console-consumer': 'org.apache.kafka.tools.consumer.ConsoleConsumer',
  'kafka-console-producer': 'org.apache.kafka.tools.ConsoleProducer',
  'kafka-console-share-consumer': 'org.apache.kafka.tools.consumer.ConsoleShareConsumer',
  'kafka-consumer-groups': 'org.apache.kafka.tools.consumer.group.ConsumerGroupCommand',
  'kafka-consumer-perf-test': 'org.apache.kafka.tools.ConsumerPerformance',
  'kafka-delegation-tokens': 'org.apache.kafka.tools.DelegationTokenCommand',
  'kafka-delete-records': 'org.apache.kafka.tools.DeleteRecordsCommand',
  'kafka-dump-log': 'org.apache.kafka.tools.DumpLogSegments',
  'kafka-e2e-latency': 'org.apache.kafka.tools.EndToEndLatency',
  'kafka-features': 'org.apache.kafka.tools.FeatureCommand',
  'kafka-get-offsets': 'org.apache.kafka.tools.GetOffsetShell',
  'kafka-groups': 'org.apache.kafka.tools.GroupsCommand',
  'kafka-leader-election': 'org.apache.kafka.tools.LeaderElectionCommand',
  'kafka-log-dirs': 'org.apache.kafka.tools.LogDirsCommand',
  'kafka-metadata-quorum': 'org.apache.kafka.tools.MetadataQuorumCommand',
  'kafka-producer-perf-test': 'org.apache.kafka.tools.ProducerPerformance',
  'kafka-reassign-partitions': 'org.apache.kafka.tools.reassign.ReassignPartitionsCommand',
  'kafka-share-groups': 'org.apache.kafka.tools.consumer.group.ShareGroupCommand',
  'kafka-topics': 'org.apache.kafka.tools.TopicCommand',
  'kafka-transactions': 'org.apache.kafka.tools.TransactionsCommand',
  'kafka-verifiable-consumer': 'org.apache.kafka.tools.VerifiableConsumer',
  'kafka-verifiable-producer': 'org.apache.kafka.tools.VerifiableProducer',
};

const TOOL_TIMEOUT_MS = 120_000;

export interface ToolOptions {
  /** Input for the tool's stdin, which then ends. */
  readonly stdin?: string | Uint8Array;
  /** The tool is killed after this time; default 120,000 ms. */
  readonly timeoutMs?: number;
  /** Let the JIT compile fully: for the perf tools. */
  readonly fullSpeed?: boolean;
}

export interface ToolResult {
  /** Exit code; null if the tool was killed. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function mainClass(tool: string): string {
  const script = tool.replace(/\.sh$/, '');
  const found = TOOLS[script] ?? (tool.includes('.') ? tool : undefined);
  if (found === undefined) {
    throw new Error(`"${tool}" is neither a Java class nor one of: ${Object.keys(TOOLS).join(', ')}`);
  }
  return found;
}

/**
 * Starts a tool (script name such as "kafka-topics", or a class) with all three streams as pipes; the caller ends it.
 */
export function startTool(tool: string, args: readonly string[], fullSpeed = false): Promise<ChildProcess> {
  return spawnJava(mainClass(tool), args, {
    log: 'log4j2-tool.properties',
    stdio: ['pipe', 'pipe', 'pipe'],
    jvmArgs: fullSpeed ? ['-XX:TieredStopAtLevel=4'] : [],
    maxHeap: '512m',
  });
}

/** Runs a tool to its end. */
export async function runTool(tool: string, args: readonly string[], options: ToolOptions = {}): Promise<ToolResult> {
  const child = await startTool(tool, args, options.fullSpeed);
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => stderr.push(chunk));
  child.stdin?.on('error', () => {}); // EPIPE: a tool may end without reading all
  child.stdin?.end(options.stdin ?? '');
  const timer = setTimeout(() => child.kill('SIGKILL'), options.timeoutMs ?? TOOL_TIMEOUT_MS);
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    return { code, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() };
  } finally {
    clearTimeout(timer);
  }
}

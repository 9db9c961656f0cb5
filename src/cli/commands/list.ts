import type { Command } from 'commander';
import { type ClusterMetadata, KafkaError } from '../../index';
import { type AdminCommandOptions, runAdmin, withAdminOptions } from '../admin/shared/run-admin';
import { Exit } from '../exit';
import { collect } from '../options';

interface ListOptions extends AdminCommandOptions {
  topic?: string[];
}

export function register(program: Command): void {
  withAdminOptions(program.command('list').description('brokers, topics and partitions, as kcat -L prints them'))
    .option('-t, --topic <topic>', 'only this topic (repeatable)', collect)
    .action((options: ListOptions) =>
      runAdmin(options, async ({ admin, out, wait }) => {
        const metadata = await admin.metadata(options.topic ?? null, wait);
        metadata.brokers.sort((a, b) => a.id - b.id);
        metadata.topics.sort((a, b) => (a.topic < b.topic ? -1 : 1));
        out.text(options.json === true ? `${asJson(metadata, options.topic)}\n` : asText(metadata, options.topic));
        return metadata.topics.some(({ errno }) => errno !== 0) ? Exit.FAILED : Exit.DONE;
      }),
    );
}

function errorName(errno: number): string {
  const flags = { isFatal: false, isRetriable: false, txnRequiresAbort: false };
  return KafkaError.fromNative({ errno, message: '', ...flags }).code;
}

function asText({ brokers, topics, controllerId }: ClusterMetadata, asked: string[] | undefined): string {
  const lines = [`Metadata for ${asked?.join(', ') ?? 'all topics'}:`, ` ${brokers.length} brokers:`];
  for (const { id, host, port } of brokers) {
    lines.push(`  broker ${id} at ${host}:${port}${id === controllerId ? ' (controller)' : ''}`);
  }
  lines.push(` ${topics.length} topics:`);
  for (const { topic, partitions, errno } of topics) {
    const problem = errno === 0 ? '' : ` ${errorName(errno)}`;
    lines.push(`  topic "${topic}" with ${partitions.length} partitions:${problem}`);
    for (const { partition, leader, replicas, isrs, errno: own } of partitions) {
      const text = `    partition ${partition}, leader ${leader}, replicas: ${replicas.join(',')}, isrs: ${isrs.join(',')}`;
      lines.push(own === 0 ? text : `${text}, ${errorName(own)}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

function asJson({ brokers, topics, controllerId }: ClusterMetadata, asked: string[] | undefined): string {
  const ids = (list: readonly number[]): { id: number }[] => list.map((id) => ({ id }));
  const errorOf = (errno: number): { error?: string } => (errno === 0 ? {} : { error: errorName(errno) });
  return JSON.stringify({
    query: { topic: asked?.join(',') ?? '*' },
    controllerid: controllerId,
    brokers: brokers.map(({ id, host, port }) => ({ id, name: `${host}:${port}` })),
    topics: topics.map(({ topic, partitions, errno }) => ({
      topic,
      ...errorOf(errno),
      partitions: partitions.map(({ partition, leader, replicas, isrs, errno: own }) => ({
        partition,
        ...errorOf(own),
        leader,
        replicas: ids(replicas),
        isrs: ids(isrs),
      })),
    })),
  });
}

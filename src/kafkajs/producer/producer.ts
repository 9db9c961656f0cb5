import type { Producer as Core } from '../../index';
import { Instrumentation } from '../base/events';
import { retryTimes, totalPauses } from '../base/retry';
import type { RetryOptions } from '../types/retry';
import type { ClientConfig } from '../config/client-config';
import { KafkaJSError, KafkaJSNonRetriableError } from '../errors/errors';
import { fromCore } from '../errors/from-core';
import { Partitioners } from '../partitioners/partitioners';
import type { Logger } from '../types/logging';
import type { Producer, ProducerBatch, ProducerConfig, ProducerEvents, Sender as Sending } from '../types/producer';
import { CoreProducers } from './core-producers';
import { checkMessages, mergeTopics } from './records';
import { Sender } from './sender';
import { TopicPartitions } from './topic-partitions';
import { createTransaction } from './transaction';

const events: ProducerEvents = {
  CONNECT: 'producer.connect',
  DISCONNECT: 'producer.disconnect',
  REQUEST: 'producer.network.request',
  REQUEST_TIMEOUT: 'producer.network.request_timeout',
  REQUEST_QUEUE_SIZE: 'producer.network.request_queue_size',
};

/** A producer like kafkajs's: its methods are its own, and can be replaced. */
export function createProducer(client: ClientConfig, config: ProducerConfig, rootLogger: Logger): Producer {
  const { createPartitioner = Partitioners.DefaultPartitioner, idempotent = false, transactionalId } = config;
  const { metadataMaxAge = 300_000, allowAutoTopicCreation = true } = config;
  const retry: RetryOptions = { ...client.retry, ...config.retry };
  const logger = rootLogger.namespace('Producer');
  if (idempotent && retry.retries !== undefined && retry.retries < 1) {
    throw new KafkaJSNonRetriableError('Idempotent producer must allow retries to protect against transient errors');
  }
  const instrumentation = new Instrumentation('producer', events, logger);
  const cores = new CoreProducers(client, config, retry, logger);
  const partitions = new TopicPartitions(cores, retry, client.requestTimeout, metadataMaxAge, allowAutoTopicCreation);
  const sender = new Sender({ partitioner: createPartitioner(), partitions, retry, logger });
  let status: 'disconnected' | 'connected' | 'disconnecting' = 'disconnected';
  let connecting: Promise<void> | undefined;
  let isInTransaction = false;

  function assertConnected(): void {
    if (status === 'connected') return;
    if (status === 'disconnected') throw new KafkaJSError('The producer is disconnected');
    throw new KafkaJSNonRetriableError(
      "The producer is disconnecting; therefore, it can't safely accept messages anymore",
    );
  }

  /** `send` and `sendBatch` over the core producer that `core` chooses. */
  function sendingWith(core: (acks: number, compression: number) => Core | Promise<Core>, exact: boolean) {
    const sendBatch: Sending['sendBatch'] = async ({
      acks = -1,
      compression = 0,
      topicMessages = [],
    }: ProducerBatch) => {
      checkMessages(topicMessages, acks, exact);
      assertConnected();
      const chosen = core(acks, compression);
      const target = chosen instanceof Promise ? await chosen : chosen;
      return sender.send(target, mergeTopics(topicMessages), acks);
    };
    const send: Sending['send'] = async ({ topic, messages, acks, compression, timeout }) =>
      sendBatch({ acks, timeout, compression, topicMessages: [{ topic, messages }] });
    return { send, sendBatch };
  }

  async function open(): Promise<void> {
    if (status === 'connected') return;
    await cores.connect().catch((error: unknown) => {
      throw fromCore(error);
    });
    status = 'connected';
  }

  /** Transactions have all the time of a request and its retries, and more for what the coordinator has to finish. */
  const transactionMs = Math.min(0x7fffffff, totalPauses(retryTimes(retry)) + client.requestTimeout);

  const { send, sendBatch } = sendingWith((acks, compression) => cores.with(acks, compression), idempotent);

  return {
    connect: async () => {
      connecting ??= open().finally(() => (connecting = undefined));
      await connecting;
      instrumentation.emit(events.CONNECT);
    },
    disconnect: async () => {
      status = 'disconnecting';
      await cores.close();
      partitions.forget();
      isInTransaction = false;
      status = 'disconnected';
      instrumentation.emit(events.DISCONNECT);
    },
    isIdempotent: () => idempotent,
    events,
    on: instrumentation.on.bind(instrumentation) as Producer['on'],
    send,
    sendBatch,
    transaction: async () => {
      if (!transactionalId) {
        throw new KafkaJSNonRetriableError('Must provide transactional id for transactional producer');
      }
      if (isInTransaction) {
        throw new KafkaJSNonRetriableError(
          'There is already an ongoing transaction for this producer. Please end the transaction before beginning another.',
        );
      }
      assertConnected();
      isInTransaction = true;
      try {
        const core = await cores.transactional(transactionMs);
        core.beginTransaction();
        const choose = (_acks: number, compression: number) => cores.forTransaction(compression, transactionMs);
        return createTransaction({
          core: () => cores.currentTransactional,
          keep: () => cores.keepTransactional(),
          sending: sendingWith(choose, true),
          groupCommits: client.groupCommits,
          timeoutMs: transactionMs,
          ended: () => {
            isInTransaction = false;
          },
        });
      } catch (error) {
        isInTransaction = false;
        throw fromCore(error);
      }
    },
    logger: () => logger,
  };
}

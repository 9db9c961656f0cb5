import type { Consumer as CoreConsumer } from '../../index';
import { Instrumentation } from '../base/events';
import { retryTimes, retrying } from '../base/retry';
import type { RetryOptions } from '../types/retry';
import { describeGroups } from '../base/describe-groups';
import type { ClientConfig } from '../config/client-config';
import { KafkaJSNonRetriableError } from '../errors/errors';
import type { Logger } from '../types/logging';
import type { Consumer, ConsumerConfig, ConsumerRunConfig } from '../types/consumer';
import { checkCommits, checkSeek, checkSubscriptions, checkTopicPartitions } from './checks';
import { connectedConsumer, consumerSettings, warnOfAssigners } from './core-consumer';
import { events } from './events';
import { mayRestart, Session } from './run/session';
import { topicNames } from './subscriptions';

/** A consumer like kafkajs's: its methods are its own, and can be replaced. */
export function createConsumer(client: ClientConfig, config: ConsumerConfig, rootLogger: Logger): Consumer {
  const settings = consumerSettings(config);
  const { groupId, heartbeatInterval, maxWaitTimeInMs, allowAutoTopicCreation = true } = settings;
  const retry: RetryOptions = { ...client.retry, ...(config.retry ?? { retries: 5 }) };
  const logger = rootLogger.namespace('Consumer');
  warnOfAssigners(config, logger);
  const instrumentation = new Instrumentation('consumer', events, logger);
  const topics = new Map<string, boolean>();
  let core: Promise<CoreConsumer> | undefined;
  let session: Session | undefined;
  let stopping: Promise<void> | undefined;
  let restart: NodeJS.Timeout | undefined;

  /** The core consumer, which is created for the first call that needs it. */
  function connected(): Promise<CoreConsumer> {
    if (core === undefined) {
      const attempt = connectedConsumer(client, settings, logger);
      core = attempt;
      attempt.catch(() => {
        if (core === attempt) core = undefined;
      });
    }
    return core;
  }

  function running(): Session {
    if (session !== undefined) return session;
    throw new KafkaJSNonRetriableError('Consumer group was not initialized, consumer#run must be called first');
  }

  async function stopNow(): Promise<void> {
    try {
      const stopped = session;
      if (stopped !== undefined) {
        await stopped.stop();
        if (session === stopped) session = undefined;
        instrumentation.emit(events.STOP);
      }
      clearTimeout(restart);
      logger.info('Stopped', { groupId });
    } catch (e) {
      const { message, stack } = e as Error;
      logger.error(`Caught error when stopping the consumer: ${message}`, { stack, groupId });
      throw e;
    }
  }

  const stop = (): Promise<void> => {
    stopping ??= stopNow().finally(() => (stopping = undefined));
    return stopping;
  };

  async function disconnect(): Promise<void> {
    try {
      await stop();
      logger.debug('consumer has stopped, disconnecting', { groupId });
      const closing = core;
      core = undefined;
      const open = await closing?.catch(() => undefined);
      await open?.close();
      instrumentation.emit(events.DISCONNECT);
    } catch (e) {
      const { message, stack } = e as Error;
      logger.error(`Caught error when disconnecting the consumer: ${message}`, { stack, groupId });
      throw e;
    }
  }

  function start(runConfig: ConsumerRunConfig): Promise<void> {
    logger.info('Starting', { groupId });
    session = new Session({
      groupId,
      topics,
      config: runConfig,
      retry,
      heartbeatInterval,
      maxWaitMs: maxWaitTimeInMs,
      instrumentation,
      rootLogger,
      groupCommits: client.groupCommits,
      core: connected,
      onCrash: (error) => crashed(error, runConfig),
    });
    return session.start();
  }

  async function crashed(
    error: Error & { retryCount?: number | undefined; retryTime?: number | undefined },
    runConfig: ConsumerRunConfig,
  ) {
    const { retryCount } = error;
    logger.error(`Crash: ${error.name}: ${error.message}`, { groupId, retryCount, stack: error.stack });
    await disconnect();
    const shouldRestart = mayRestart(error) && (await wantsRestart(error));
    instrumentation.emit(events.CRASH, { error, groupId, restart: shouldRestart });
    if (!shouldRestart) return;
    const retryTime = error.retryTime || retry.initialRetryTime || retryTimes().initialRetryTime;
    logger.error(`Restarting the consumer in ${retryTime}ms`, { retryCount, retryTime, groupId });
    restart = setTimeout(() => void start(runConfig), retryTime);
  }

  async function wantsRestart(error: Error): Promise<boolean> {
    if (!retry.restartOnFailure) return true;
    try {
      return await retry.restartOnFailure(error);
    } catch (e) {
      logger.error('Caught error when invoking user-provided "restartOnFailure" callback. Defaulting to restarting.', {
        error: (e as Error)?.message || e,
        cause: error.message,
        groupId,
      });
      return true;
    }
  }

  return {
    connect: async () => {
      await connected();
      instrumentation.emit(events.CONNECT);
    },
    disconnect,
    subscribe: async ({ fromBeginning = false, ...wanted }) => {
      if (session) throw new KafkaJSNonRetriableError('Cannot subscribe to topic while consumer is running');
      const { topic, topics: list } = wanted as { topic?: unknown; topics?: unknown };
      const subscriptions = checkSubscriptions(topic, list);
      const { requestTimeout } = client;
      const core = await connected();
      const parts = { core, retry, requestTimeout, mayCreate: allowAutoTopicCreation, groupId, logger };
      for (const name of await topicNames(subscriptions, parts)) topics.set(name, fromBeginning);
    },
    run: async (runConfig = {}) => {
      if (session) {
        logger.warn('consumer#run was called, but the consumer is already running', { groupId });
        return;
      }
      await start(runConfig);
    },
    stop,
    seek: (place) => {
      const checked = checkSeek(place);
      running().membership.seek(checked);
      running().wake();
    },
    commitOffsets: async (list = []) => {
      const checked = checkCommits(list);
      const current = running();
      if (!current.isRunning) return;
      await retrying(retry, () => current.membership.commit(checked));
      current.membership.offsets.areGiven(checked);
    },
    pause: (list = []) => {
      checkTopicPartitions('pause', list);
      running().membership.pause(list);
    },
    resume: (list = []) => {
      checkTopicPartitions('resume', list);
      running().membership.resume(list);
    },
    paused: () => session?.membership.paused() ?? [],
    describeGroup: async () => {
      const [group] = await describeGroups(await connected(), [groupId]);
      return group!;
    },
    on: instrumentation.on.bind(instrumentation) as Consumer['on'],
    logger: () => logger,
    events,
  };
}

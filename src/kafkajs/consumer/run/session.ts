import { KafkaError, type Consumer } from '../../../index';
import type { Instrumentation } from '../../base/events';
import type { GroupCommits } from '../../config/group-commits';
import type { RetryOptions } from '../../types/retry';
import { KafkaJSNumberOfRetriesExceeded } from '../../errors/errors';
import type { Logger } from '../../types/logging';
import type { ConsumerRunConfig } from '../../types/consumer';
import { events } from '../events';
import { Fetcher } from './fetcher';
import { Handlers } from './handlers';
import { Membership } from '../group/membership';
import { Runner } from './runner';

export interface SessionParts {
  groupId: string;
  topics: ReadonlyMap<string, boolean>;
  config: ConsumerRunConfig;
  retry: RetryOptions;
  heartbeatInterval: number;
  maxWaitMs: number;
  instrumentation: Instrumentation;
  rootLogger: Logger;
  groupCommits: GroupCommits;
  /** The connected core consumer. */
  core: () => Promise<Consumer>;
  onCrash: (error: Error) => Promise<void>;
}

/** Longest wait for the group when it is left. */
const LEAVE_MS = 10_000;

/** What `run` started: the membership in the group, and the loop that fetches and hands over. */
export class Session {
  readonly membership: Membership;
  readonly #parts: SessionParts;
  #runner: Runner | undefined;
  #fetcher: Fetcher | undefined;
  #isStopped = false;
  /** There is nothing to read. */
  #isIdle = false;
  #ended: Promise<void> = Promise.resolve();

  constructor(parts: SessionParts) {
    const { groupId, topics, instrumentation, rootLogger, groupCommits } = parts;
    const { autoCommit = true, autoCommitInterval = null, autoCommitThreshold = null } = parts.config;
    this.#parts = parts;
    this.membership = new Membership({
      groupId,
      topics,
      rules: { autoCommit, autoCommitInterval, autoCommitThreshold },
      instrumentation,
      groupCommits,
      logger: rootLogger.namespace('ConsumerGroup'),
      handlersEnded: () => this.#runner?.handlersEnded() ?? Promise.resolve(),
    });
  }

  get isRunning(): boolean {
    return this.#runner?.isRunning === true || (this.#isIdle && !this.#isStopped);
  }

  /** Resolves when the group was joined, or what prevented that was handled as a crash. */
  async start(): Promise<void> {
    const { instrumentation, core: connected, topics, onCrash } = this.#parts;
    let core: Consumer;
    try {
      core = await connected();
    } catch (error) {
      return onCrash(error as Error);
    }
    if (this.#isStopped) return;
    instrumentation.emit(events.CONNECT);
    const runner = this.#createRunner(core);
    if (topics.size === 0) {
      // kafkajs joins a group for nothing. librdkafka does not: whoever waits for the group learns that there is none.
      this.#isIdle = true;
      return this.membership.joinForNothing(core);
    }
    this.membership.join(core);
    const crashed = runner.run().catch((error: Error) => {
      // The crash stops this session, which waits for what `#ended` stands for: that is over here.
      this.#ended = Promise.resolve();
      return onCrash(error);
    });
    this.#ended = crashed;
    await Promise.race([this.membership.joined, crashed]);
  }

  #createRunner(core: Consumer): Runner {
    const { config, heartbeatInterval, instrumentation, rootLogger, retry, groupId, maxWaitMs } = this.#parts;
    const { membership } = this;
    const logger = rootLogger.namespace('Runner');
    const fetcher = new Fetcher({
      core,
      membership,
      instrumentation,
      maxWaitMs: Math.max(1, Math.min(maxWaitMs, heartbeatInterval)),
      aliveMs: Math.max(1, heartbeatInterval),
    });
    const handlers = new Handlers({
      eachMessage: config.eachMessage ?? null,
      eachBatch: config.eachBatch ?? null,
      eachBatchAutoResolve: config.eachBatchAutoResolve ?? true,
      heartbeatInterval,
      membership,
      instrumentation,
      logger,
      isRunning: () => this.isRunning,
    });
    const concurrency = config.partitionsConsumedConcurrently ?? 1;
    const runner = new Runner({ membership, fetcher, handlers, retry, concurrency, logger, groupId });
    this.#fetcher = fetcher;
    this.#runner = runner;
    return runner;
  }

  /** A seek or a resume takes effect with the next fetch: at once, if the present one waits. */
  wake(): void {
    this.#fetcher?.wake();
  }

  /** Waits for handlers, and leaves the group. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#runner?.stop();
    await this.#ended;
    await this.#fetcher?.close();
    await this.membership.leave(LEAVE_MS).catch((error: Error) => {
      this.#parts.rootLogger.namespace('Consumer').warn(`Could not leave the group: ${error.message}`);
    });
  }
}

/** Whether kafkajs starts anew after this error. */
export function mayRestart(error: Error): boolean {
  let cause: unknown = error;
  // Errors of the core stand behind kafkajs's own.
  while ((cause as Error).cause && !KafkaError.is((cause as Error).cause)) cause = (cause as Error).cause;
  return error instanceof KafkaJSNumberOfRetriesExceeded || (cause as { retriable?: unknown }).retriable === true;
}

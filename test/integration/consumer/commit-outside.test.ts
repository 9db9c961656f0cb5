import { sharedKafka, uniqueName } from '../../helpers/kafka/shared-kafka';
import { JavaError } from '../../helpers/kafka/bridge';
import { filledTopic, stringConsumer, type StringConsumer } from './support';

/*
 * Commits of offsets that the consumer was not given to read: what the broker is asked, and what is refused before, is
 * as with Java's consumer, which goes through the same steps in each test.
 */

const kafka = sharedKafka();

type Step = (consumer: Side) => Promise<void>;

/** One consumer, ours or Java's. */
interface Side {
  subscribe(topic: string): Promise<void>;
  /** Polls until there are records. */
  read(): Promise<void>;
  unsubscribe(): Promise<void>;
  commit(): Promise<void>;
  commitOffset(topic: string, offset: number): Promise<void>;
  close(): Promise<void>;
}

class Ours implements Side {
  readonly #consumer: StringConsumer;

  constructor(config: Record<string, string>) {
    this.#consumer = stringConsumer({ ...config, 'enable.auto.commit': false });
  }

  subscribe = async (topic: string): Promise<void> => this.#consumer.subscribe([topic]);
  read = async (): Promise<void> => void (await this.#consumer.consume(1, 30_000));
  unsubscribe = (): Promise<void> => this.#consumer.unsubscribe();
  commit = (): Promise<void> => this.#consumer.commit();
  commitOffset = (topic: string, offset: number): Promise<void> =>
    this.#consumer.commit([{ topic, partition: 0, offset }]);
  close = async (): Promise<void> => void (await this.#consumer.close());
}

class Java implements Side {
  readonly #session = uniqueName('session');
  readonly #opened: Promise<unknown>;

  constructor(config: Record<string, string>) {
    this.#opened = this.#call('open', {
      config: { 'auto.offset.reset': 'earliest', 'enable.auto.commit': 'false', ...config },
    });
  }

  subscribe = async (topic: string): Promise<void> => void (await this.#run('subscribe', { topics: [topic] }));
  read = async (): Promise<void> => {
    for (let count = 0; count === 0;) count = ((await this.#run('poll', { ms: 1000 })) as { rows: [] }).rows.length;
  };
  unsubscribe = async (): Promise<void> => void (await this.#run('unsubscribe'));
  commit = async (): Promise<void> => void (await this.#run('commit'));
  commitOffset = async (topic: string, offset: number): Promise<void> =>
    void (await this.#run('commitOffsets', { offsets: [{ topic, partition: 0, offset }] }));
  close = async (): Promise<void> => void (await kafka.bridge.call('oracleEnd', { session: this.#session }));

  async #run(op: string, args: object = {}): Promise<unknown> {
    await this.#opened;
    return this.#call(op, args);
  }

  #call(op: string, args: object): Promise<unknown> {
    return kafka.bridge.call('oracle', { session: this.#session, c: 'consumer', op, ...args });
  }
}

/** 'ok', or which exception of Java's it is. */
async function outcome(call: Promise<void>): Promise<string> {
  try {
    await call;
    return 'ok';
  } catch (error) {
    if (error instanceof JavaError) return error.javaClass;
    const { code } = error as { code: string };
    return ['ERR_ASSIGNMENT_LOST', 'ERR_UNKNOWN_MEMBER_ID'].includes(code) ? 'CommitFailedException' : code;
  }
}

interface Scene {
  steps: (topic: string) => Step;
  /** The offset is of a topic that it does not read. */
  elsewhere?: true;
  /** The group has another member. */
  beside?: true;
  /** A static member of the same instance has closed: the group counts it in until its session is over. */
  isInstance?: true;
  isRefused?: true;
  protocols?: readonly string[];
}

const scenes: Record<string, Scene> = {
  'that has not subscribed': { steps: () => async () => undefined },
  // By the consumer protocol ours joins without a poll: whether the broker knows it yet is then a matter of time.
  'that has subscribed and not polled': {
    steps: (topic) => (c) => c.subscribe(topic),
    isRefused: true,
    protocols: ['classic'],
  },
  'that has subscribed and not polled, in a group with another member': {
    steps: (topic) => (c) => c.subscribe(topic),
    beside: true,
    isRefused: true,
    protocols: ['classic'],
  },
  'that has not subscribed, in a group with another member': {
    steps: () => async () => undefined,
    beside: true,
    isRefused: true,
  },
  'of an instance that has closed and counts as a member': {
    steps: () => async () => undefined,
    isInstance: true,
    isRefused: true,
  },
  'that reads another topic': {
    steps: (topic) => async (c) => {
      await c.subscribe(topic);
      await c.read();
    },
    elsewhere: true,
  },
  'that has unsubscribed': {
    steps: (topic) => async (c) => {
      await c.subscribe(topic);
      await c.read();
      await c.unsubscribe();
    },
  },
};

const cases = Object.entries(scenes).flatMap(([name, scene]) =>
  (scene.protocols ?? ['classic', 'consumer']).map((protocol) => ({ name, protocol, scene })),
);

test.each(cases)('by the $protocol protocol, a consumer $name', async ({ protocol, scene }) => {
  const { steps, elsewhere, beside, isInstance, isRefused } = scene;
  const topic = await filledTopic(5);
  const target = elsewhere ? await filledTopic(0) : topic;
  const found: Record<string, unknown> = {};
  for (const Kind of [Ours, Java]) {
    const config = { 'group.id': uniqueName('group'), 'group.protocol': protocol };
    await using member = stringConsumer(config);
    if (beside) {
      member.subscribe([topic]);
      await member.consume(1, 30_000);
    }
    const own = isInstance ? { ...config, 'group.instance.id': 'one' } : config;
    if (isInstance) {
      await using earlier = stringConsumer({ ...own, 'enable.auto.commit': false });
      earlier.subscribe([topic]);
      await earlier.consume(1, 30_000);
    }
    const consumer = new Kind(own);
    await steps(topic)(consumer);
    const given = await outcome(consumer.commitOffset(target, 3));
    const committed = (await member.committed([{ topic: target, partition: 0 }]))[0]!.offset;
    found[Kind.name] = { nothing: await outcome(consumer.commit()), given, committed };
    await consumer.close();
  }
  const expected = isRefused
    ? { nothing: 'ok', given: 'CommitFailedException', committed: null }
    : { nothing: 'ok', given: 'ok', committed: 3 };
  expect(found).toEqual({ Ours: expected, Java: expected });
});

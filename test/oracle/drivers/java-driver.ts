import { JavaError, type Bridge } from '../../helpers/kafka/bridge';
import { StepError, type Call, type Driver, type Row } from './driver';
import { javaKind } from './error-kinds';

/** Java's own clients, each operation one line to TestBridge.java. */
export class JavaDriver implements Driver {
  readonly side = 'java';
  readonly #bridge: Bridge;
  readonly #session: string;
  readonly #client: Readonly<Record<string, string>>;
  /** Listener calls within an iteration. */
  readonly #heard: unknown[] = [];

  constructor(bridge: Bridge, session: string, bootstrapServers: string) {
    this.#bridge = bridge;
    this.#session = session;
    this.#client = { 'bootstrap.servers': bootstrapServers };
  }

  async run(call: Call): Promise<unknown> {
    if (call.op === 'iterate') return this.#iterate(call);
    if (call.op === 'events' && this.#heard.length > 0)
      return [
        ...this.#heard.splice(0),
        ...((await this.#bridge.call('oracle', { session: this.#session, ...call }, this.#client)) as []),
      ];
    try {
      const result = await this.#bridge.call('oracle', { session: this.#session, ...call }, this.#client);
      if (call.op === 'poll') {
        const { rows } = result as { rows: { timestampType: string }[] };
        for (const row of rows) row.timestampType = row.timestampType.replace(/(?<=[a-z])[A-Z]/g, '_$&').toUpperCase();
      }
      if (call.op !== 'send') return result;
      return (result as { error?: string }[]).map((one) => (one.error ? { error: javaKind(one.error, true) } : one));
    } catch (error) {
      if (error instanceof JavaError)
        throw new StepError(javaKind(error.javaClass, call['p'] !== undefined), error.message);
      throw error;
    }
  }

  /** Java has no iterator: the consumer of such a program has `max.poll.records=1`. */
  async #iterate(call: Call): Promise<Row[]> {
    const deadline = Date.now() + (call['ms'] as number);
    const all: Row[] = [];
    while (all.length < (call['count'] as number) && Date.now() < deadline) {
      const { rows, events } = (await this.run({ ...call, op: 'poll', ms: 100 })) as { rows: Row[]; events: [] };
      this.#heard.push(...events);
      all.push(...rows);
    }
    return all;
  }

  async end(): Promise<void> {
    await this.#bridge.call('oracleEnd', { session: this.#session });
  }
}

import { CommandError } from '../exit';
import { chunksOf, type Input } from '../io/inputs';
import { LineSplitter } from '../io/line-splitter';
import { DemoSession, MAX_LINE, type RoundTripCounts } from './demo-session';

/**
 * The main task: sends every line of the inputs through a producer into embedded brokers, reads them with a consumer,
 * and compares them byte by byte, in order. Memory: the lines in flight.
 */
export class RoundTrip {
  readonly counts: RoundTripCounts = {
    sent: 0,
    sentBytes: 0,
    delivered: 0,
    returned: 0,
    returnedBytes: 0,
    produceMs: 0,
    consumeMs: 0,
  };
  readonly #signal: AbortSignal;
  readonly #started = performance.now();
  #session!: DemoSession;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  /** Rejects with the first difference. When the signal aborts, waits for the lines sent so far. */
  async run(inputs: readonly Input[]): Promise<RoundTripCounts> {
    this.#session = await DemoSession.start(this.counts, this.#started);
    try {
      for (const input of inputs) await this.#sendLines(input);
    } catch (error) {
      this.#session.fail(error as Error);
    }
    await this.#session.end();
    return this.counts;
  }

  async #sendLines(input: Input): Promise<void> {
    const splitter = new LineSplitter(Buffer.of(10), MAX_LINE, (length) => {
      throw new CommandError(`${input.name}: a line of ${length} bytes; demo takes lines of up to ${MAX_LINE}`);
    });
    for await (const chunk of chunksOf(input, this.#signal)) {
      splitter.feed(chunk);
      for (let line = splitter.next(); line !== undefined; line = splitter.next()) {
        if (this.#session.send(line) !== 'sent') await this.#sendWhenRoom(line);
        if (this.#session.failure !== undefined || this.#signal.aborted) return;
      }
    }
    const last = this.#signal.aborted ? undefined : splitter.end();
    if (last !== undefined) await this.#sendWhenRoom(last);
  }

  async #sendWhenRoom(line: Buffer): Promise<void> {
    while (this.#session.failure === undefined && !this.#signal.aborted) {
      const outcome = this.#session.send(line);
      if (outcome === 'sent') return;
      if (outcome === 'full') {
        await this.#session.room(line);
      } else {
        await this.#session.end();
        this.#session = await DemoSession.start(this.counts, this.#started);
      }
    }
  }
}

import path from 'node:path';
import * as kafka from '../../../../src/index';
import type { FaultBody } from '../../src/shared/api';
import { start, type RunningUi, type UiOptions } from '../../src/server/index';

const repository = path.resolve(__dirname, '../../../..');

export interface Answer<T> {
  status: number;
  headers: Headers;
  body: T;
}

/** One event of a stream. */
export interface StreamEvent {
  name: string;
  data: unknown;
}

/** The server as the command starts it, from its sources, and a page's way to ask it. */
export class UiUnderTest {
  readonly ui: RunningUi;
  /** All that it has printed. */
  readonly printed: { stdout: string; stderr: string };
  readonly #cookie: string;
  readonly #secret: string;

  private constructor(ui: RunningUi, printed: UiUnderTest['printed'], cookie: string, secret: string) {
    this.ui = ui;
    this.printed = printed;
    this.#cookie = cookie;
    this.#secret = secret;
  }

  static async start(
    bootstrapServers: string,
    options: UiOptions = {},
    properties: Record<string, string> = {},
  ): Promise<UiUnderTest> {
    const printed = { stdout: '', stderr: '' };
    const ui = await start({
      kafka,
      kafkaPath: path.join(repository, 'src/index.ts'),
      properties: { 'bootstrap.servers': bootstrapServers, ...properties },
      options: { port: 0, open: false, ...options },
      stdout: { write: (text) => (printed.stdout += text) },
      stderr: { write: (text) => (printed.stderr += text) },
      worker: {
        file: path.join(repository, 'packages/ui/src/server/scan/worker.ts'),
        execArgv: ['-r', path.join(repository, 'test/helpers/kafka/ts-hook.js')],
      },
    });
    const signedIn = await fetch(`${ui.url}api/v1/session`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Sec-Fetch-Site': 'same-origin' },
      body: JSON.stringify({ token: ui.token }),
    });
    const { secret } = (await signedIn.json()) as { secret: string };
    return new UiUnderTest(ui, printed, signedIn.headers.get('set-cookie')!.split(';')[0]!, secret);
  }

  /** Asks as the page does. */
  fetch(method: string, where: string, body?: unknown, signal?: AbortSignal): Promise<Response> {
    return this.fetchWith(method, where, body, {}, signal);
  }

  /** As `fetch`, with other headers in the place of the page's. */
  fetchWith(
    method: string,
    where: string,
    body: unknown,
    headers: Record<string, string>,
    signal?: AbortSignal,
  ): Promise<Response> {
    return fetch(`${this.ui.url}api/v1${where}`, {
      method,
      headers: {
        Cookie: this.#cookie,
        'X-Kafka-UI': this.#secret,
        'Sec-Fetch-Site': 'same-origin',
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    });
  }

  async ask<T = unknown>(method: string, where: string, body?: unknown): Promise<Answer<T>> {
    const response = await this.fetch(method, where, body);
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
    return { status: response.status, headers: response.headers, body: (isJson ? JSON.parse(text) : text) as T };
  }

  /** The body of an answer that must be good. */
  async get<T>(where: string): Promise<T> {
    return this.#good<T>('GET', where);
  }

  async send<T>(method: string, where: string, body?: unknown): Promise<T> {
    return this.#good<T>(method, where, body);
  }

  /** `status CODE` of an answer that must be a fault, and its message. */
  async refused(method: string, where: string, body?: unknown): Promise<string> {
    const answer = await this.ask<FaultBody>(method, where, body);
    return answer.status < 400
      ? `${answer.status}`
      : `${answer.status} ${answer.body.error.code}: ${answer.body.error.message}`;
  }

  /** The same of a stream: it may say what is wrong by its status, or by its last event. */
  async refusedStream(where: string, body: unknown): Promise<string> {
    const response = await this.fetch('POST', where, body);
    const text = await response.text();
    const { code, message } =
      response.status === 200
        ? (parseEvents(text).find(({ name }) => name === 'error')!.data as FaultBody['error'])
        : (JSON.parse(text) as FaultBody).error;
    return `${code}: ${message}`;
  }

  /** All events of a stream, to its end. */
  async events(where: string, body: unknown): Promise<StreamEvent[]> {
    const response = await this.fetch('POST', where, body);
    const text = await response.text();
    if (response.status !== 200) throw new Error(`${where}: ${response.status} ${text}`);
    return parseEvents(text);
  }

  close(): Promise<void> {
    return this.ui.close();
  }

  async #good<T>(method: string, where: string, body?: unknown): Promise<T> {
    const answer = await this.ask<T>(method, where, body);
    if (answer.status >= 400) throw new Error(`${method} ${where}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }
}

export function parseEvents(text: string): StreamEvent[] {
  return text
    .split('\n\n')
    .map((block) => /^event: (\w+)\ndata: (.*)$/.exec(block))
    .filter((match) => match !== null)
    .map(([, name, data]) => ({ name: name!, data: JSON.parse(data!) as unknown }));
}

/** A Connect worker for tests, in this process: it gives the answers that a test lines up, and keeps what was asked. */
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Status, body, and headers; or something that answers itself. */
export type FakeAnswer =
  | { readonly status: number; readonly body?: unknown; readonly headers?: Record<string, string> }
  | ((response: ServerResponse, asked: Asked) => void);

export class FakeWorker {
  /** Every request, in order. */
  readonly asked: Asked[] = [];
  /** The next answers; the last one is given from then on. */
  answers: FakeAnswer[] = [{ status: 200, body: [] }];
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(...answers: FakeAnswer[]): Promise<FakeWorker> {
    const server = createServer();
    const worker = new FakeWorker(server);
    worker.answers = answers;
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const asked = {
          method: request.method!,
          url: request.url!,
          headers: request.headers,
          body: Buffer.concat(chunks).toString(),
        };
        worker.asked.push(asked);
        const answer = worker.answers.length > 1 ? worker.answers.shift()! : worker.answers[0]!;
        if (typeof answer === 'function') return answer(response, asked);
        response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
        if (answer.body === undefined) response.end();
        else response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return worker;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** What was asked, as `GET /connectors`. */
  get calls(): string[] {
    return this.asked.map(({ method, url }) => `${method} ${url}`);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }
}

/** As Connect words an error. */
export const failure = (status: number, message: string): FakeAnswer => ({
  status,
  body: { error_code: status, message },
});

/** What Jetty answers on every path while a worker starts, where JSON was asked for. */
export const starting: FakeAnswer = {
  status: 404,
  body: { message: 'Not Found', url: 'http://127.0.0.1:8083/connectors', status: '404' },
};

/** The same otherwise: a proxy may have changed what was asked for. */
export const startingAsHtml: FakeAnswer = {
  status: 404,
  headers: { 'content-type': 'text/html;charset=iso-8859-1' },
  body: '<html><head><title>Error 404 Not Found</title></head><body>HTTP ERROR 404 Not Found</body></html>',
};

/** An address where nothing listens. */
export async function nowhere(): Promise<string> {
  const worker = await FakeWorker.start({ status: 200 });
  const { url } = worker;
  await worker.stop();
  return url;
}

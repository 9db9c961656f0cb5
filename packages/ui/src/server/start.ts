import type { UiOptions } from './options';

/** The library, as it is loaded: the UI has its types only. */
export type Kafka = typeof import('kafka-napi');

/** Where lines for the user go: `process.stdout` is one. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
}

export interface StartRequest {
  kafka: Kafka;
  /** The file that `kafka` was loaded from: the workers load it, too. */
  kafkaPath: string;
  /** The clients' configuration; `bootstrap.servers` at least. */
  properties: Readonly<Record<string, string>>;
  options: UiOptions;
  /** The address goes here, one line, first. */
  stdout: Output;
  /** Notes. */
  stderr: Output;
  /** Stops the server as `close` does. */
  signal?: AbortSignal;
}

export interface RunningUi {
  /** `http://127.0.0.1:8282/`, without the token. */
  readonly url: string;
  readonly port: number;
  /** What signs in; a new one at each start. */
  readonly token: string;
  /** Ends streams with `bye`, then closes the sockets, the scans and the clients. */
  close(): Promise<void>;
  /** Resolves when all is closed. */
  readonly closed: Promise<void>;
}

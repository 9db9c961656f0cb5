import type { ClientState, KafkaError, LogEntry } from '../index';
import { describeError } from './exit';
import { complain, note, raw } from './io/stderr';
import type { Properties } from './options';

/** A nearby broker answers long before. */
const FIRST_WORD_MS = 1500;
const NEXT_WORD_MS = 15_000;

interface NotableClient {
  readonly state: ClientState;
  on(name: 'warning', listener: (error: KafkaError) => void): unknown;
  on(name: 'error', listener: (error: KafkaError) => void): unknown;
  on(name: 'log', listener: (entry: LogEntry) => void): unknown;
  on(name: 'close', listener: () => void): unknown;
}

/**
 * Shows a client's warnings and errors (`onError` also gets the errors) and, with `debug` set, librdkafka's log. Until
 * a broker has answered, shows which servers the command waits for, and why.
 *
 * @param limit How long the command waits, as `60 s`.
 */
export function showClientEvents(
  client: NotableClient,
  properties: Properties,
  limit: string,
  onError: (error: KafkaError) => void = () => {},
): void {
  let reason = 'no answer yet';
  client.on('warning', (error) => {
    // "All brokers down" follows an error of the last broker, which says more.
    if (error.code !== 'ERR__ALL_BROKERS_DOWN') reason = describeError(error);
    note(`% ${describeError(error)}`);
  });
  client.on('error', (error) => {
    complain(describeError(error));
    onError(error);
  });
  if (properties['debug']) client.on('log', (entry) => raw(logLine(entry)));
  const tell = (): void => {
    if (client.state === 'up') return;
    note(`% waiting for ${properties['bootstrap.servers']} (${limit}; Ctrl-C ends it): ${reason}`);
    timer = setTimeout(tell, NEXT_WORD_MS).unref();
  };
  let timer = setTimeout(tell, FIRST_WORD_MS).unref();
  client.on('close', () => clearTimeout(timer));
}

/** librdkafka's log in its own format, which kcat also uses: level, time, facility, message. */
function logLine({ level, facility, message }: LogEntry): string {
  return `%${level}|${(Date.now() / 1000).toFixed(3)}|${facility}| ${message}\n`;
}

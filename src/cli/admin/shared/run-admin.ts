import type { Command } from 'commander';
import { AdminClient, type KafkaError, type Outcome } from '../../../index';
import { showClientEvents } from '../../client-notes';
import { describeError, Exit } from '../../exit';
import { complain, setQuiet } from '../../io/stderr';
import { DataOutput } from '../../io/stdout';
import { clientProperties, type CommonOptions, type Properties, wholeNumber, withCommonOptions } from '../../options';
import { runCommand } from '../../run';
import { StopRequest } from '../../signals';

export interface AdminCommandOptions extends CommonOptions {
  json?: boolean;
  timeout?: number;
}

/** The objects that a command works with. */
export interface AdminSession {
  admin: AdminClient;
  /** The admin client's configuration, for another client. */
  properties: Properties;
  out: DataOutput;
  /** For the last argument of every call. */
  wait: { timeoutMs?: number; signal: AbortSignal };
}

/**
 * librdkafka waits half of it between its first connection, from which it learns the brokers, and the next, on which it
 * sends the request. With its default, 50, the list of topics comes after 30 ms, so after 15.
 */
const FIRST_BACKOFF_MS = '20';
/** A command that closes has its result, so it does not wait long. */
const CLOSE_MS = 1000;
/** default.api.timeout.ms. */
const DEFAULT_WAIT_MS = 60_000;

/** Adds the options of every administration command. */
export function withAdminOptions(command: Command): Command {
  return withCommonOptions(command)
    .option('-J, --json', 'print the answer as one line of JSON')
    .option('--timeout <ms>', 'give up after this time (default: default.api.timeout.ms, 60000)', wholeNumber(1));
}

/** Runs a command's work with an AdminClient. Ctrl-C ends it. The work returns the exit status. */
export function runAdmin(
  options: AdminCommandOptions,
  work: (session: AdminSession) => Promise<number | void>,
): Promise<void> {
  return runCommand(async () => {
    setQuiet(options.quiet ?? false);
    const properties = clientProperties(options, {
      'client.id': 'kafka-napi-admin',
      'reconnect.backoff.ms': FIRST_BACKOFF_MS,
    });
    const admin = new AdminClient(properties);
    showClientEvents(admin, properties, `at most ${Math.round((options.timeout ?? DEFAULT_WAIT_MS) / 1000)} s`);
    const stop = new StopRequest();
    const out = new DataOutput();
    try {
      const status = await work({ admin, properties, out, wait: { timeoutMs: options.timeout, signal: stop.signal } });
      return (await out.finish()) || status || Exit.DONE;
    } catch (error) {
      // Ctrl-C is not an error to report.
      if (stop.stopped && isCode(error, 'ABORT_ERR')) return stop.exitCode;
      throw error;
    } finally {
      stop.dispose();
      await admin.close({ timeoutMs: CLOSE_MS });
    }
  });
}

/** Returns the values. Each failure becomes a line on stderr. */
export function valuesOf<T>(outcomes: readonly Outcome<T>[]): { values: T[]; status: number } {
  const values: T[] = [];
  let status: number = Exit.DONE;
  for (const outcome of outcomes) {
    if (outcome.status === 'fulfilled') {
      values.push(outcome.value);
    } else {
      complain(describeError(outcome.reason));
      status = Exit.FAILED;
    }
  }
  return { values, status };
}

export function isCode(error: unknown, code: KafkaError['code']): boolean {
  return (error as { code?: unknown }).code === code;
}

/** `name=value,name=value`, where a value in brackets may contain commas, as in kafka-configs. */
export function splitList(text: string): string[] {
  return text
    .split(/,(?![^[]*\])/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

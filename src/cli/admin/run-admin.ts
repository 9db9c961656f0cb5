import type { Command } from 'commander';
import { AdminClient, type KafkaError, type Outcome } from '../../index';
import { showClientEvents } from '../client-notes';
import { describeError, Exit } from '../exit';
import { complain, setQuiet } from '../io/stderr';
import { DataOutput } from '../io/stdout';
import { clientProperties, type CommonOptions, wholeNumber, withCommonOptions } from '../options';
import { runCommand } from '../run';
import { StopRequest } from '../signals';

export interface AdminCommandOptions extends CommonOptions {
  json?: boolean;
  timeout?: number;
}

/** What a command has to work with. */
export interface AdminSession {
  admin: AdminClient;
  out: DataOutput;
  /** For the last argument of every call. */
  wait: { timeoutMs?: number; signal: AbortSignal };
}

/** Closing waits for nothing that anybody still wants to know. */
const CLOSE_MS = 1000;

/** Adds what every command of administration takes. */
export function withAdminOptions(command: Command): Command {
  return withCommonOptions(command)
    .option('-J, --json', 'the answer as one line of JSON')
    .option('--timeout <ms>', 'give up after so long (default: default.api.timeout.ms, 60000)', wholeNumber(1));
}

/** Runs a command's work with an AdminClient; Ctrl-C ends it. The work returns the exit status. */
export function runAdmin(
  options: AdminCommandOptions,
  work: (session: AdminSession) => Promise<number | void>,
): Promise<void> {
  return runCommand(async () => {
    setQuiet(options.quiet ?? false);
    const admin = new AdminClient(clientProperties(options, { 'client.id': 'kafka-napi-admin' }));
    showClientEvents(admin);
    const stop = new StopRequest();
    const out = new DataOutput();
    try {
      const status = await work({ admin, out, wait: { timeoutMs: options.timeout, signal: stop.signal } });
      return (await out.finish()) || status || Exit.DONE;
    } catch (error) {
      // Ctrl-C is no failure to explain.
      if (stop.stopped && isCode(error, 'ABORT_ERR')) return stop.exitCode;
      throw error;
    } finally {
      stop.dispose();
      await admin.close({ timeoutMs: CLOSE_MS });
    }
  });
}

/** The values; each failure becomes a line on stderr. */
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

/** `name=value,name=value`, where a value in brackets may hold commas: as kafka-configs takes them. */
export function splitList(text: string): string[] {
  return text
    .split(/,(?![^[]*\])/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

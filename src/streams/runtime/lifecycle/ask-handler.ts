/** Java's StreamThreadExceptionResponse. */
export type UncaughtExceptionResponse = 'REPLACE_THREAD' | 'SHUTDOWN_CLIENT' | 'SHUTDOWN_APPLICATION';

/**
 * `'REPLACE_THREAD'`: goes on from the last commit. `'SHUTDOWN_CLIENT'`: this application ends, in the state ERROR; the
 * other processes go on. `'SHUTDOWN_APPLICATION'`: the same with a warning, because the others cannot be told. Java's
 * StreamsUncaughtExceptionHandler.
 */
export type UncaughtExceptionHandler = (error: unknown) => UncaughtExceptionResponse;

/** What the handler decides. What is no response, or throws, is SHUTDOWN_CLIENT with a warning. */
export function askHandler(ask: UncaughtExceptionHandler, error: unknown): 'REPLACE_THREAD' | 'SHUTDOWN_CLIENT' {
  let response: unknown;
  try {
    response = ask(error);
  } catch (ofHandler) {
    process.emitWarning(`the uncaught exception handler failed: ${String(ofHandler)}`);
    return 'SHUTDOWN_CLIENT';
  }
  if (response === 'REPLACE_THREAD' || response === 'SHUTDOWN_CLIENT') return response;
  process.emitWarning(
    response === 'SHUTDOWN_APPLICATION'
      ? 'SHUTDOWN_APPLICATION ends only this process: the protocol of the group has no message for the others'
      : `the uncaught exception handler returned ${String(response)}, which is no response: SHUTDOWN_CLIENT`,
  );
  return 'SHUTDOWN_CLIENT';
}

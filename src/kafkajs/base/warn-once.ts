import type { Logger } from '../types/logging';

const warned = new Set<string>();

/** A warning about something that cannot be honoured: once in this process for each `subject`. */
export function warnOnce(logger: Logger, subject: string, message: string): void {
  if (warned.has(subject)) return;
  warned.add(subject);
  logger.warn(message);
}

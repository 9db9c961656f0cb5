import { logLevel } from './values';

export interface Logger {
  info(message: string, extra?: object): void;
  error(message: string, extra?: object): void;
  warn(message: string, extra?: object): void;
  debug(message: string, extra?: object): void;
  namespace(namespace: string, level?: logLevel): Logger;
  setLogLevel(level: logLevel): void;
}

/** Prints objects. */
export class ConsoleLogger implements Logger {
  #level: logLevel = logLevel.INFO;

  setLogLevel(level: logLevel): void {
    this.#level = level;
  }

  info(message: string, extra?: object): void {
    if (this.#level >= logLevel.INFO) console.info({ message, ...extra });
  }

  error(message: string, extra?: object): void {
    if (this.#level >= logLevel.ERROR) console.error({ message, ...extra });
  }

  warn(message: string, extra?: object): void {
    if (this.#level >= logLevel.WARN) console.warn({ message, ...extra });
  }

  debug(message: string, extra?: object): void {
    if (this.#level >= logLevel.DEBUG) console.log({ message, ...extra });
  }

  namespace(): Logger {
    return this;
  }
}

/** Levels by syslog's severity, which librdkafka has. */
export const levelOf = (severity: unknown): logLevel =>
  severity === undefined || Number(severity) < 0
    ? logLevel.INFO
    : ([0, 1, 1, 1, 2, 2, 3, 4] as const)[Math.min(7, Math.trunc(Number(severity)))]!;

/** librdkafka's level for one of this API. */
export const severityOf: Readonly<Record<number, number>> = {
  [logLevel.NOTHING]: 0,
  [logLevel.ERROR]: 3,
  [logLevel.WARN]: 4,
  [logLevel.INFO]: 6,
  [logLevel.DEBUG]: 7,
};

export interface LogEvent {
  severity: number;
  fac: string;
  message: string;
  name?: string | undefined;
}

/** A line of librdkafka goes to the program's logger. */
export function relay({ severity, fac, message, name }: LogEvent, logger: Logger): void {
  const extra = { fac, timestamp: Date.now(), name };
  switch (levelOf(severity)) {
    case logLevel.NOTHING:
      return;
    case logLevel.ERROR:
      return logger.error(message, extra);
    case logLevel.WARN:
      return logger.warn(message, extra);
    case logLevel.INFO:
      return logger.info(message, extra);
    default:
      return logger.debug(message, extra);
  }
}

/** What the entry's own lines have beside their text. */
export const lineOf = (name: string | undefined): object => ({
  name: name ?? '',
  fac: 'BINDING',
  timestamp: Date.now(),
});

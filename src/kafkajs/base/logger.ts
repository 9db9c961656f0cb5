import { logLevel } from '../values/log-level';
import type { logCreator, Logger, LogEntry } from '../types/logging';

/** kafkajs's own output: one line of JSON for each entry. */
export const logToConsole: logCreator = () => printEntry;

function printEntry({ namespace, level, label, log }: LogEntry): void {
  const message = namespace ? `[${namespace}] ${log.message}` : log.message;
  const line = JSON.stringify({ level: label, ...log, message });
  if (level === logLevel.ERROR) console.error(line);
  else if (level === logLevel.WARN) console.warn(line);
  else if (level === logLevel.INFO) console.info(line);
  else if (level === logLevel.DEBUG) console.log(line);
}

/** The level of the environment variable KAFKAJS_LOG_LEVEL, which precedes that of the program. */
function chosen<Level extends logLevel | null>(level: Level): Level | logLevel {
  const name = (process.env.KAFKAJS_LOG_LEVEL ?? '').toUpperCase();
  return Object.hasOwn(logLevel, name) ? logLevel[name as keyof typeof logLevel] : level;
}

export function createLogger(level: logLevel, creator: logCreator): Logger {
  let common = chosen(level);
  const write = creator(common);

  function make(namespace: string | undefined, own: logLevel | null): Logger {
    const at =
      (label: keyof typeof logLevel) =>
      (message: string, extra: object = {}): void => {
        if (logLevel[label] > (own ?? common)) return;
        write({
          namespace: namespace as string,
          level: logLevel[label],
          label,
          log: { timestamp: new Date().toISOString(), logger: 'kafkajs', message, ...extra },
        });
      };
    return {
      info: at('INFO'),
      error: at('ERROR'),
      warn: at('WARN'),
      debug: at('DEBUG'),
      namespace: (name, levelOfName) => make(name, chosen(levelOfName ?? null)),
      setLogLevel: (newLevel) => {
        common = newLevel;
      },
    };
  }

  return make(undefined, null);
}

import os from 'node:os';
import path from 'node:path';

const under = (variable: string, ...otherwise: string[]): string =>
  path.join(process.env[variable] || path.join(os.homedir(), ...otherwise), 'kafka-napi');

/** Where jars are kept: `$XDG_CACHE_HOME/kafka-napi`. */
export const cacheFolder = (): string => under('XDG_CACHE_HOME', '.cache');
/** Where the data of brokers is kept without `--data`: `$XDG_DATA_HOME/kafka-napi`. */
export const dataFolder = (): string => under('XDG_DATA_HOME', '.local', 'share');

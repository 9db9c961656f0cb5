/** Levels of log entries, with kafkajs's numbers. 3 is not used. */
export enum logLevel {
  NOTHING = 0,
  ERROR = 1,
  WARN = 2,
  INFO = 4,
  DEBUG = 5,
}
// A plain object, as in kafkajs: without the way back from number to name.
for (const level of [0, 1, 2, 4, 5]) delete (logLevel as unknown as Record<number, string>)[level];

/** Levels of log entries, with kafkajs's numbers. 3 is not used. */
export enum logLevel {
  NOTHING = 0,
  ERROR = 1,
  WARN = 2,
  INFO = 4,
  DEBUG = 5,
}

/** What node-rdkafka's types leave open. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- that is what they have there
export type Any = any;

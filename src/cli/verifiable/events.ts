import type { DataOutput } from '../io/stdout';

/** One line of JSON, with the fields and their order that Kafka's own tools have: timestamp, name, the rest. */
export function writeEvent(out: DataOutput, name: string, fields: Record<string, unknown> = {}): void {
  out.line(JSON.stringify({ timestamp: Date.now(), name, ...fields }));
}

import type { DataOutput } from '../io/stdout';

/** One line of JSON, with the fields of Kafka's own tools in their order: timestamp, name, the rest. */
export function writeEvent(out: DataOutput, name: string, fields: Record<string, unknown> = {}): void {
  out.line(JSON.stringify({ timestamp: Date.now(), name, ...fields }));
}

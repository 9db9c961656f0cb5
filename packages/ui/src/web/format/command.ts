import { session } from '../net/session';
import { kqlName, quoted } from './quoting';

/** `kafka-napi query '…' -b …`. */
export function queryCommand(kql: string): string {
  return `kafka-napi query ${quoted(kql)} -b ${quoted(session.peek()?.bootstrap ?? 'localhost:9092')}`;
}

export const commandOfMessage = (topic: string, partition: number, offset: string): string =>
  queryCommand(`select * from ${kqlName(topic)} where partition = ${partition} and offset = ${offset}`);

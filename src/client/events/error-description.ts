import { native } from '../../binding/native';
import { errorName } from '../../errors/codes';

let descriptions: Map<number, string> | undefined;

/** librdkafka's text for an error number: 'Local: Message timed out'. */
export function errorDescription(errno: number): string {
  if (descriptions === undefined) {
    descriptions = new Map();
    for (const entry of native.errorTable()) descriptions.set(entry.errno, entry.description);
  }
  return descriptions.get(errno) ?? errorName(errno);
}

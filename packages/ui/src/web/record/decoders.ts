import type { Decoder, Part } from '../../shared/api';
import { session } from '../net/session';
import { fill, t } from '../texts';

export type Choice = Decoder | 'auto';

/** For a select: the automatic choice first. */
export function decoderOptions(auto: string): (readonly [Choice, string])[] {
  const names = session.value?.decoders ?? [];
  return [['auto', auto], ...names.map((name) => [name, name] as const)];
}

/** What a part was read as: `json`, `int32?` where it was guessed. */
export const asText = (part: Part): string =>
  `${part.as}${part.guess ? '?' : ''}${part.schema === undefined ? '' : ` · ${schemaText(part)}`}`;

function schemaText({ schema }: Part): string {
  const { id, type, subject } = schema!;
  return [fill(t.record.schema, { id }), type, subject].filter(Boolean).join(' ');
}

/** Decoders whose text is JSON, or a list of it. */
export const isStructured = (part: Part): boolean =>
  part.as === 'json' ||
  (!['text', 'hex', 'base64', 'latin1', 'null'].includes(part.as) && /^[[{]/.test(part.text ?? ''));

/** Decoders that the page itself can repeat over the whole of a part. */
export const canLoadWhole = (part: Part): part is Part & { as: 'json' | 'text' | 'hex' | 'latin1' | 'base64' } =>
  ['json', 'text', 'hex', 'latin1', 'base64'].includes(part.as);

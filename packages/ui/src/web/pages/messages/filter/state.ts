import type { Decoder, ScanRequest, TailRequest } from '../../../../shared/api';
import { limits } from '../../../../shared/limits';
import { keptJson, preference } from '../../../state/preferences';
import type { Choice } from '../../../record/decoders';
import type { Place } from '../../../route/router';
import { parseOffsets, parsePartitions } from './partitions';

export const modes = [
  'newest',
  'oldest',
  'from-offset',
  'to-offset',
  'from-time',
  'to-time',
  'tail',
  'around',
] as const;
export type Mode = (typeof modes)[number];

/** What the address says of the list. */
export interface State {
  topic: string;
  mode: Mode;
  partitions: number[] | null;
  offset: string | Record<number, string> | null;
  time: number | null;
  text: string;
  where: string;
  key: Choice;
  value: Choice;
  isolation: 'committed' | 'uncommitted';
  strictTime: boolean;
  limit: number;
  cursor: string | null;
  /** Which way the cursor goes on. */
  direction: 'older' | 'newer';
  open: { partition: number; offset: string } | null;
  /** The message whose address this is: the list shows what is around it. */
  around: { partition: number; offset: string } | null;
}

export function parseAddress(text: string | null): { partition: number; offset: string } | null {
  const found = /^(\d{1,6}):(\d{1,19})$/.exec(text ?? '');
  return found === null ? null : { partition: Number(found[1]), offset: found[2]! };
}

const isMode = (text: string | null): text is Mode => modes.includes(text as Mode);

/** Decoders that were chosen for a topic before: `key value`. */
function keptDecoders(topic: string): [Choice, Choice] {
  const [key = 'auto', value = 'auto'] = (keptJson(preference.decoders)[topic] ?? '').split(' ').filter(Boolean);
  return [key as Choice, value as Choice];
}

export function keepDecoders(topic: string, key: Choice, value: Choice): void {
  const { [topic]: _old, ...rest } = keptJson(preference.decoders);
  const last = Object.entries(rest).slice(-99);
  const kept = key === 'auto' && value === 'auto' ? last : [...last, [topic, `${key} ${value}`]];
  preference.decoders.value = JSON.stringify(Object.fromEntries(kept));
}

export function readState(topic: string, { query, state }: Place, params: Record<string, string>): State {
  const around = parseAddress(`${params['partition'] ?? ''}:${params['offset'] ?? ''}`);
  const mode = query.get('mode');
  const time = query.get('time');
  const [keptKey, keptValue] = keptDecoders(topic);
  const limit = Number(query.get('limit'));
  return {
    topic,
    mode: around !== null ? 'around' : isMode(mode) ? mode : 'newest',
    partitions: parsePartitions(query.get('p') ?? ''),
    offset: parseOffsets(query.get('offset') ?? ''),
    time: time !== null && /^-?\d{1,19}$/.test(time) ? Number(time) : null,
    text: query.get('q') ?? '',
    where: query.get('where') ?? '',
    key: (query.get('k') as Choice | null) ?? keptKey,
    value: (query.get('v') as Choice | null) ?? keptValue,
    isolation: query.get('iso') === 'uncommitted' ? 'uncommitted' : 'committed',
    strictTime: query.get('strict') === '1',
    limit: Number.isInteger(limit) && limit > 0 ? Math.min(limit, limits.rows.most) : limits.rows.usual,
    cursor: query.get('c') ?? state['c'] ?? null,
    direction: query.get('dir') === 'newer' ? 'newer' : 'older',
    open: parseAddress(query.get('open')) ?? (query.get('open') === '' ? null : around),
    around,
  };
}

const chosen = (choice: Choice): Decoder | undefined => (choice === 'auto' ? undefined : choice);

function common(state: State): Omit<TailRequest, 'from'> {
  const request: Omit<TailRequest, 'from'> = { topic: state.topic };
  if (state.partitions !== null && state.partitions.length > 0) request.partitions = state.partitions;
  if (state.text !== '') request.text = state.text;
  if (state.where !== '') request.where = state.where;
  const [key, value] = [chosen(state.key), chosen(state.value)];
  if (key !== undefined || value !== undefined) request.decode = { ...(key && { key }), ...(value && { value }) };
  if (state.isolation === 'uncommitted') request.isolation = 'uncommitted';
  return request;
}

export const tailRequest = common;

/** Whether the mode has what it needs: an offset or a time. */
export function isComplete({ mode, offset, time, cursor }: State): boolean {
  if (cursor !== null) return true;
  if (mode === 'from-offset' || mode === 'to-offset') return offset !== null;
  return mode === 'from-time' || mode === 'to-time' ? time !== null : true;
}

/** The scans of a list: one, or two for what is before and after a message. */
export function scanRequests(state: State): ScanRequest[] {
  const request = { ...common(state), limit: state.limit };
  if (state.cursor !== null) return [{ ...request, mode: 'cursor', cursor: state.cursor }];
  if (state.around !== null) {
    const { partition, offset } = state.around;
    const near = { ...common(state), partitions: [partition], limit: 26 };
    const before =
      BigInt(offset) > 0n
        ? [{ ...near, limit: 25, mode: 'to-offset' as const, offset: String(BigInt(offset) - 1n) }]
        : [];
    return [{ ...near, mode: 'from-offset', offset }, ...before];
  }
  const mode = state.mode as Exclude<Mode, 'tail' | 'around'>;
  if (mode === 'from-offset' || mode === 'to-offset') return [{ ...request, mode, offset: state.offset! }];
  if (mode === 'from-time' || mode === 'to-time')
    return [{ ...request, mode, time: state.time!, ...(state.strictTime && { strictTime: true }) }];
  return [{ ...request, mode }];
}

/** Whether rows are shown with the oldest on top. */
export const isAscending = ({ mode }: State): boolean =>
  mode === 'oldest' || mode === 'from-offset' || mode === 'from-time' || mode === 'around';

/** Whether a scan gives its oldest rows first. */
export function comesAscending(request: ScanRequest, direction: 'older' | 'newer'): boolean {
  if (request.mode === 'cursor') return direction === 'newer';
  return request.mode === 'oldest' || request.mode.startsWith('from');
}

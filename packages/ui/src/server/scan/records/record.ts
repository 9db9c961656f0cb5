import type { Headers, RecordColumns } from 'kafka-napi';
import type { Decoder } from '../../../shared/api';
import { textOf, type Decoded } from '../../decode/decoded';
import { decode, decodeHeader, type Setting } from '../../decode/detect';
import { isKafkasOwn } from '../../decode/formats/kafkas-own';
import type { Registry } from '../../decode/registry';
import type { PartView, RecordView } from '../../kql/record';
import { folded } from '../filter/terms';
import type { Searched } from '../filter/text-filter';
import { LazyPart } from './part-view';

/** How the records of a topic are read. */
export interface ReadAs {
  readonly topic: string;
  readonly key?: Decoder;
  readonly value?: Decoder;
  readonly registry?: Registry;
}

type Role = 'key' | 'value';

/**
 * One record after the other, in its bytes, decoded, as a filter and as a query sees it. Whatever is asked of it is
 * made then, and once. It is the same object for all records: what is to be kept must be taken out of it.
 */
export class CurrentRecord implements RecordView, Searched {
  readonly topic: string;
  readonly #settings: Readonly<Record<Role, Setting>>;
  readonly #isPlain: Readonly<Record<Role, boolean>>;
  #columns!: RecordColumns;
  #index = 0;
  #headers: Headers | undefined;
  #decoded: Partial<Record<Role, Decoded>> = {};
  #views: Partial<Record<Role, PartView>> = {};
  #headerViews: (readonly [string, PartView])[] | undefined;
  #texts: readonly string[] | undefined;

  constructor({ topic, key, value, registry }: ReadAs) {
    this.topic = topic;
    this.#settings = {
      key: { topic, role: 'key', choice: key, registry },
      value: { topic, role: 'value', choice: value, registry },
    };
    const isPlain = (choice: Decoder | undefined): boolean =>
      choice === undefined && registry === undefined && !isKafkasOwn(topic);
    this.#isPlain = { key: isPlain(key), value: isPlain(value) };
  }

  /** Goes to another record. */
  at(columns: RecordColumns, index: number): this {
    this.#columns = columns;
    this.#index = index;
    this.#headers = this.#headerViews = this.#texts = undefined;
    this.#decoded = {};
    this.#views = {};
    return this;
  }

  get columns(): RecordColumns {
    return this.#columns;
  }

  get index(): number {
    return this.#index;
  }

  get partition(): number {
    return this.#columns.partition;
  }

  get offset(): number {
    return this.#columns.offset(this.#index);
  }

  get timestamp(): number | null {
    const timestamp = this.#columns.timestamp(this.#index);
    return timestamp === -1 ? null : timestamp;
  }

  get timestampType(): 'create' | 'append' | 'none' {
    const type = this.#columns.timestampType(this.#index);
    return type === 'CREATE_TIME' ? 'create' : type === 'LOG_APPEND_TIME' ? 'append' : 'none';
  }

  get size(): number {
    return sizeOf(this.#columns, this.#index);
  }

  get key(): PartView {
    return (this.#views.key ??= this.#view('key'));
  }

  get value(): PartView {
    return (this.#views.value ??= this.#view('value'));
  }

  get headers(): readonly (readonly [name: string, value: PartView])[] {
    return (this.#headerViews ??= this.rawHeaders.map(([name, bytes]) => [
      name,
      new LazyPart(bytes, false, () => decodeHeader(bytes)),
    ]));
  }

  get rawHeaders(): Headers {
    return (this.#headers ??= this.#columns.headers(this.#index));
  }

  bytes(role: Role): Buffer | null {
    return role === 'key' ? this.#columns.key(this.#index) : this.#columns.value(this.#index);
  }

  decoded(role: Role): Decoded {
    return (this.#decoded[role] ??= decode(this.bytes(role), this.#settings[role], {
      key: role === 'value' ? this.bytes('key') : null,
      headers: () => this.rawHeaders,
    }));
  }

  /** A decoder that was chosen, or the registry, did not fit the key or the value. */
  get isUndecoded(): boolean {
    return (['key', 'value'] as const).some((role) => {
      const { choice, registry } = this.#settings[role];
      return (choice !== undefined || registry !== undefined) && this.decoded(role).tried !== undefined;
    });
  }

  /** Of parts that are shown as something else than their bytes, in small letters. */
  texts(): readonly string[] {
    return (this.#texts ??= (['key', 'value'] as const).flatMap((role) => {
      if (!this.#mayHaveOwnText(role)) return [];
      const decoded = this.decoded(role);
      const isBytesThemselves = ['json', 'text', 'hex', 'null'].includes(decoded.as);
      return isBytesThemselves ? [] : [folded(textOf(decoded))];
    }));
  }

  /** Spares the decoding of most records. */
  #mayHaveOwnText(role: Role): boolean {
    if (!this.#isPlain[role]) return true;
    const bytes = this.bytes(role);
    if (bytes === null) return false;
    const isGuessed = role === 'key' && (bytes.length === 4 || bytes.length === 8 || bytes.length === 16);
    return isGuessed || bytes[0] === 0xd9;
  }

  #view(role: Role): PartView {
    return new LazyPart(this.bytes(role), this.#isPlain[role], () => this.decoded(role));
  }
}

/** Bytes of key and value. */
export function sizeOf(columns: RecordColumns, index: number): number {
  return Math.max(0, columns.keyLength(index)) + Math.max(0, columns.valueLength(index));
}

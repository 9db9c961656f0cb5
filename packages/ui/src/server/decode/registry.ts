import { isUtf8 } from 'node:buffer';
import type { Decoder, Part } from '../../shared/api';
import { avroReader, type AvroReader } from './formats/avro';
import { MAX_DECODED } from './formats/json-writer';
import type { Decoded } from './decoded';
import { isJson } from './json-check';
import { SchemaSource, type StoredSchema } from './schema-source';

/** How the bytes of a part are read by the schema that they, or a header, name. */
export interface SchemaUse {
  readonly decoder: Decoder;
  /** @throws Error in plain words where they do not fit. */
  read(bytes: Buffer): Decoded;
}

type Headers = () => readonly (readonly [name: string, value: Buffer | null])[];

/** A schema's name in the registry's paths: `ids/42` or `guids/…`. */
interface Place {
  readonly path: string;
  readonly id: string;
  /** Where the value begins. */
  readonly from: number;
}

/** Entries that are kept; a topic has a few schemas. */
const MAX_SCHEMAS = 1000;
/** How long it is not asked again for a schema that it does not know. */
const UNKNOWN_MS = 60_000;

type Known =
  | { kind: 'schema'; type: string; read: (bytes: Buffer) => Pick<Decoded, 'nature' | 'source'> }
  | { kind: 'unknown'; until: number }
  | { kind: 'fault'; reason: string; until: number };

/**
 * A schema registry as Confluent's: bytes begin with 0 and the schema's id in four bytes, or a header
 * `__key_schema_id` / `__value_schema_id` names it. Its answers are kept.
 */
export class Registry {
  readonly #source: SchemaSource;
  readonly #known = new Map<string, Known>();

  /** @param url Of the command line only: no request chooses where to ask. */
  constructor(url: string) {
    this.#source = new SchemaSource(url);
  }

  /** Whether schemas must be loaded before the part can be decoded; adds their paths to `missing`. */
  need(bytes: Buffer | null, role: 'key' | 'value', headers: Headers, missing: Set<string>): void {
    const place = bytes === null ? undefined : placeOf(bytes, role, headers);
    if (place !== undefined && !this.#isKnown(place.path)) missing.add(place.path);
  }

  /** Asks for schemas. Never rejects: what cannot be had is known to be so. */
  async load(paths: Iterable<string>): Promise<void> {
    await Promise.all(Array.from(paths, (path) => this.#load(path)));
  }

  /** undefined: no schema is named, or the registry does not know it. */
  useOf(bytes: Buffer, role: 'key' | 'value', headers: Headers): SchemaUse | undefined {
    const place = placeOf(bytes, role, headers);
    const known = place && this.#known.get(place.path);
    if (place === undefined || known === undefined || known.kind === 'unknown') return undefined;
    if (known.kind === 'fault') {
      return {
        decoder: 'serde:registry',
        read: () => {
          throw new Error(`schema ${place.id}: ${known.reason}`);
        },
      };
    }
    const decoder: Decoder = `serde:${known.type.toLowerCase()}`;
    const schema: Part['schema'] = { id: place.id, type: known.type };
    return { decoder, read: (all) => ({ bytes: all, as: decoder, schema, ...known.read(all.subarray(place.from)) }) };
  }

  #isKnown(path: string): boolean {
    const known = this.#known.get(path);
    return known !== undefined && (known.kind === 'schema' || known.until > Date.now());
  }

  async #load(path: string): Promise<void> {
    let known: Known;
    try {
      const stored = await this.#source.schema(path);
      known = stored === undefined ? { kind: 'unknown', until: Date.now() + UNKNOWN_MS } : readerOf(stored);
    } catch (error) {
      known = { kind: 'fault', reason: (error as Error).message, until: Date.now() + UNKNOWN_MS / 4 };
    }
    if (this.#known.size >= MAX_SCHEMAS) this.#known.clear();
    this.#known.set(path, known);
  }
}

function readerOf({ type, schema, references }: StoredSchema): Known {
  if (type === 'JSON') return { kind: 'schema', type, read: readJson };
  if (type !== 'AVRO') throw new Error(`schemas of the type ${type} are not read`);
  const read: AvroReader = avroReader(parsed(schema), references.map(parsed));
  return { kind: 'schema', type, read: (bytes) => ({ nature: 'json', source: read(bytes, MAX_DECODED) }) };
}

/** An Avro schema may be a bare name: `string`, which is no JSON. */
function parsed(schema: string): unknown {
  try {
    return JSON.parse(schema) as unknown;
  } catch {
    return schema;
  }
}

function readJson(bytes: Buffer): Pick<Decoded, 'nature' | 'source'> {
  if (!isUtf8(bytes) || !isJson(bytes)) throw new Error('it is no JSON, which its schema says that it is');
  return { nature: 'json', source: bytes };
}

/** The id in front of the bytes. 0 is none: numbers begin like this. */
export function idInFront(bytes: Buffer): number | undefined {
  if (bytes.length < 6 || bytes[0] !== 0) return undefined;
  const id = bytes.readInt32BE(1);
  return id > 0 ? id : undefined;
}

function lastOf(headers: ReturnType<Headers>, name: string): Buffer | null | undefined {
  for (let i = headers.length - 1; i >= 0; i--) if (headers[i]![0] === name) return headers[i]![1];
  return undefined;
}

function placeOf(bytes: Buffer, role: 'key' | 'value', headers: Headers): Place | undefined {
  const name = `__${role}_schema_id`;
  const header = lastOf(headers(), name);
  if (header?.length === 17 && header[0] === 1) {
    const hex = header.toString('hex', 1);
    const id = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
    return { path: `guids/${id}`, id, from: 0 };
  }
  if (header?.length === 5 && header[0] === 0) {
    const id = header.readUInt32BE(1);
    return { path: `ids/${id}`, id: String(id), from: 0 };
  }
  const id = idInFront(bytes);
  return id === undefined ? undefined : { path: `ids/${id}`, id: String(id), from: 5 };
}

/** A schema as the registry has it, with those that it refers to. */
export interface StoredSchema {
  readonly type: string;
  readonly schema: string;
  /** Each before those that build on it. */
  readonly references: readonly string[];
}

interface Answer {
  schema?: unknown;
  schemaType?: unknown;
  references?: unknown;
}

const TIMEOUT_MS = 5000;
const MAX_BYTES = 1024 * 1024;
const MAX_REFERENCES = 50;

/** Asks a registry by HTTP. It goes nowhere else: a redirection is an error. */
export class SchemaSource {
  readonly #base: string;
  readonly #headers: Record<string, string> = { accept: 'application/vnd.schemaregistry.v1+json, application/json' };

  /** @param url May hold a user and a password. */
  constructor(url: string) {
    const parsed = new URL(url);
    if (parsed.username !== '') {
      const login = `${decodeURIComponent(parsed.username)}:${decodeURIComponent(parsed.password)}`;
      this.#headers['authorization'] = `Basic ${Buffer.from(login).toString('base64')}`;
    }
    parsed.username = parsed.password = parsed.search = parsed.hash = '';
    this.#base = parsed.href.replace(/\/$/, '');
  }

  /** undefined: the registry has no such schema. @throws Error in plain words without its address. */
  async schema(path: string): Promise<StoredSchema | undefined> {
    const answer = await this.#get(`schemas/${path}`);
    if (answer === undefined) return undefined;
    const references = new Map<string, string>();
    await this.#collect(answer.references, references);
    const type = typeof answer.schemaType === 'string' ? answer.schemaType : 'AVRO';
    return { type, schema: textOf(answer), references: [...references.values()] };
  }

  /** The schemas of a list of references, what they refer to first. */
  async #collect(list: unknown, into: Map<string, string>, depth = 0): Promise<void> {
    if (!Array.isArray(list)) return;
    for (const { subject, version } of list as { subject?: unknown; version?: unknown }[]) {
      // Even encoded, two dots lead out of the path.
      if (typeof subject !== 'string' || /^\.{0,2}$/.test(subject) || !Number.isSafeInteger(version))
        throw new Error('a reference names no schema');
      const path = `subjects/${encodeURIComponent(subject)}/versions/${version as number}`;
      if (into.has(path)) continue;
      if (into.size >= MAX_REFERENCES || depth > 10) throw new Error(`it refers to more than ${MAX_REFERENCES} others`);
      const answer = await this.#get(path);
      if (answer === undefined) throw new Error('it refers to a schema that the registry does not have');
      await this.#collect(answer.references, into, depth + 1);
      into.set(path, textOf(answer));
    }
  }

  async #get(path: string): Promise<Answer | undefined> {
    let response: Response;
    try {
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      response = await fetch(`${this.#base}/${path}`, { redirect: 'error', signal, headers: this.#headers });
    } catch {
      throw new Error('the registry does not answer');
    }
    if (response.status === 404) {
      await response.body?.cancel();
      return undefined;
    }
    if (!response.ok) {
      await response.body?.cancel();
      throw new Error(`the registry answers with the status ${response.status}`);
    }
    const answer = await bodyOf(response);
    if (typeof answer !== 'object' || answer === null)
      throw new Error('the registry answers with something else than a schema');
    return answer;
  }
}

/** At most {@link MAX_BYTES}, whatever its length says. */
async function bodyOf(response: Response): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      size += chunk.length;
      if (size > MAX_BYTES) break;
      chunks.push(chunk);
    }
  } catch {
    throw new Error('the registry does not answer');
  }
  if (size > MAX_BYTES) throw new Error('the schema is larger than 1 MiB');
  try {
    return JSON.parse(Buffer.concat(chunks).toString()) as unknown;
  } catch {
    throw new Error('the registry answers with something else than a schema');
  }
}

function textOf({ schema }: Answer): string {
  if (typeof schema !== 'string') throw new Error('the registry answers with something else than a schema');
  return schema;
}

import { createHmac, randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto';

const cost = { N: 16_384, r: 8, p: 1 };
const keyBytes = 32;
const mostMemory = 256 * 1024 * 1024;
/** Right passwords that are remembered: a hash takes 50 ms, and a page sends the password with each request. */
const mostRemembered = 100;

const derive = (password: string, salt: Buffer, options: ScryptOptions): Promise<Buffer> =>
  new Promise((resolve, reject) =>
    scrypt(password.normalize('NFC'), salt, keyBytes, { maxmem: mostMemory, ...options }, (error, key) =>
      error === null ? resolve(key) : reject(error),
    ),
  );

/** A line's right side for `--auth-file`: `scrypt$N$r$p$salt$hash`. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, cost);
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64url'), key.toString('base64url')].join('$');
}

interface Hash {
  salt: Buffer;
  key: Buffer;
  options: ScryptOptions;
}

function parseHash(text: string): Hash | undefined {
  const [kind, N, r, p, salt, key, more] = text.split('$');
  if (kind !== 'scrypt' || key === undefined || more !== undefined) return undefined;
  const options = { N: Number(N), r: Number(r), p: Number(p) };
  const isSound = Object.values(options).every((value) => Number.isSafeInteger(value) && value > 0);
  if (!isSound || 128 * options.N * options.r >= mostMemory || options.p > 16) return undefined;
  const bytes = Buffer.from(key, 'base64url');
  if ((options.N & (options.N - 1)) !== 0 || bytes.length !== keyBytes) return undefined;
  return { salt: Buffer.from(salt!, 'base64url'), key: bytes, options };
}

/** The users that `--auth-file` names. Their passwords are kept as hashes only. */
export class Passwords {
  readonly #hashes: ReadonlyMap<string, Hash>;
  /** Of credentials that were right, by a key that only this process has. */
  readonly #remembered = new Set<string>();
  readonly #key = randomBytes(32);
  readonly #nobody: Hash = { salt: randomBytes(16), key: randomBytes(keyBytes), options: cost };

  private constructor(hashes: ReadonlyMap<string, Hash>) {
    this.#hashes = hashes;
  }

  /**
   * Reads lines `user:password` or `user:scrypt$…`; `#` begins a comment.
   * @throws Error for a line that is neither; it does not repeat the line.
   */
  static async parse(text: string): Promise<Passwords> {
    const hashes = new Map<string, Hash>();
    for (const [i, line] of text.split(/\r?\n/).entries()) {
      if (/^\s*(#|$)/.test(line)) continue;
      const at = line.indexOf(':');
      const user = line.slice(0, at);
      const password = line.slice(at + 1);
      if (at < 1 || password === '') throw new Error(`line ${i + 1}: expected user:password, or user:scrypt$…`);
      if (hashes.has(user)) throw new Error(`line ${i + 1}: the user ${user} stands there twice`);
      const hash = parseHash(password.startsWith('scrypt$') ? password : await hashPassword(password));
      if (hash === undefined) throw new Error(`line ${i + 1}: the hash is damaged. Make a new one`);
      hashes.set(user, hash);
    }
    if (hashes.size === 0) throw new Error('no user. Expected lines user:password, or user:scrypt$…');
    return new Passwords(hashes);
  }

  /** Whether an Authorization header is `Basic` with a known user and the right password. */
  async isRight(header: string | undefined): Promise<boolean> {
    const encoded = /^Basic ([A-Za-z0-9+/=]{1,2048})$/i.exec(header ?? '')?.[1];
    if (encoded === undefined) return false;
    const mark = createHmac('sha256', this.#key).update(encoded).digest('base64');
    if (this.#remembered.has(mark)) return true;
    const [, user, password] = /^([^:]*):([^]*)$/.exec(Buffer.from(encoded, 'base64').toString('utf8')) ?? [];
    if (user === undefined) return false;
    // An unknown user takes as long as a wrong password.
    const hash = this.#hashes.get(user) ?? this.#nobody;
    const isRight = timingSafeEqual(await derive(password!, hash.salt, hash.options), hash.key);
    if (!isRight || !this.#hashes.has(user)) return false;
    if (this.#remembered.size >= mostRemembered) this.#remembered.clear();
    this.#remembered.add(mark);
    return true;
  }
}

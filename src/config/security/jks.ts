/** Loaded for the first key store: it takes milliseconds. */
const crypto = (): typeof import('node:crypto') => require('node:crypto') as typeof import('node:crypto');

/** The contents of a Java key store, as DER. */
export interface JksContent {
  /** Trusted certificates. */
  readonly certificates: Buffer[];
  /** Private keys as PKCS#8, each with its certificate chain, leaf first. */
  readonly keys: { readonly key: Buffer; readonly chain: Buffer[] }[];
}

export class JksError extends Error {}

const MAGIC = 0xfeedfeed;
const DIGEST = 20;

/** Sun's key protector: proprietary, based on SHA-1, the only one in JKS files. */
const PROTECTOR_OID = Buffer.from('2b060104012a02110101', 'hex');

export function isJks(data: Buffer): boolean {
  return data.length >= 4 && data.readUInt32BE(0) === MAGIC;
}

const sha1 = (...parts: Buffer[]): Buffer => {
  const hash = crypto().createHash('sha1');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** Java chars: two bytes each, high byte first. */
function passwordBytes(password: string): Buffer {
  return Buffer.from(password, 'utf16le').swap16();
}

class Reader {
  #at = 0;
  constructor(readonly data: Buffer) {}

  bytes(length: number): Buffer {
    if (length < 0 || this.#at + length > this.data.length) throw new JksError('it ends too early');
    return this.data.subarray(this.#at, (this.#at += length));
  }
  int(): number {
    return this.bytes(4).readUInt32BE(0);
  }
  sized(): Buffer {
    return this.bytes(this.int());
  }
  text(): string {
    return this.bytes(this.bytes(2).readUInt16BE(0)).toString('utf8');
  }
}

/** One DER element: its content and the remaining bytes. */
function element(data: Buffer, tag: number): { content: Buffer; rest: Buffer } {
  if (data[0] !== tag) throw new JksError('a private key is not in the format of JKS');
  let length = data[1] ?? 0;
  let at = 2;
  if (length & 0x80) {
    const size = length & 0x7f;
    length = size > 0 && size <= 4 ? data.readUIntBE(at, size) : data.length;
    at += size;
  }
  if (at + length > data.length) throw new JksError('a private key ends too early');
  return { content: data.subarray(at, at + length), rest: data.subarray(at + length) };
}

/** Decrypts Sun's key protector: salt, key XOR a chain of SHA-1 digests, digest of password and key. */
function unprotect(encrypted: Buffer, password: Buffer): Buffer {
  const info = element(encrypted, 0x30).content;
  const algorithm = element(info, 0x30);
  if (!element(algorithm.content, 0x06).content.equals(PROTECTOR_OID))
    throw new JksError('a private key is protected by an unknown algorithm');
  const data = element(algorithm.rest, 0x04).content;
  const length = data.length - 2 * DIGEST;
  if (length <= 0) throw new JksError('a private key is too short');
  let digest = data.subarray(0, DIGEST);
  const key = Buffer.from(data.subarray(DIGEST, DIGEST + length));
  for (let i = 0; i < length; i++) {
    if (i % DIGEST === 0) digest = sha1(password, digest);
    key[i]! ^= digest[i % DIGEST]!;
  }
  if (!crypto().timingSafeEqual(sha1(password, key), data.subarray(DIGEST + length)))
    throw new JksError('the password of its private key is wrong');
  return key;
}

/**
 * Reads a Java key store (JKS, versions 1 and 2). With a store password the whole file is verified, as in Java. Keys
 * are decrypted only if `keyPassword` is given. Throws {@link JksError}.
 */
export function readJks(data: Buffer, storePassword: string | null, keyPassword: string | null): JksContent {
  if (!isJks(data)) throw new JksError('it is not a JKS file');
  if (data.length < 12 + DIGEST) throw new JksError('it ends too early');
  const body = data.subarray(0, data.length - DIGEST);
  if (storePassword !== null) {
    const expected = sha1(passwordBytes(storePassword), Buffer.from('Mighty Aphrodite', 'utf8'), body);
    if (!crypto().timingSafeEqual(expected, data.subarray(body.length)))
      throw new JksError('the password is wrong, or the file was changed');
  }
  const reader = new Reader(body);
  reader.int();
  const version = reader.int();
  if (version !== 1 && version !== 2) throw new JksError(`its version ${version} is unknown`);
  const certificate = (): Buffer => {
    const type = version === 2 ? reader.text() : 'X.509';
    if (type !== 'X.509') throw new JksError(`it holds a certificate of type ${type}`);
    return reader.sized();
  };
  const content: JksContent = { certificates: [], keys: [] };
  for (let entries = reader.int(); entries > 0; entries--) {
    const tag = reader.int();
    reader.text();
    reader.bytes(8);
    if (tag === 1) {
      const encrypted = reader.sized();
      const chain: Buffer[] = [];
      for (let certificates = reader.int(); certificates > 0; certificates--) chain.push(certificate());
      if (keyPassword !== null) content.keys.push({ key: unprotect(encrypted, passwordBytes(keyPassword)), chain });
    } else if (tag === 2) content.certificates.push(certificate());
    else throw new JksError(`it holds an entry of the unknown kind ${tag}`);
  }
  return content;
}

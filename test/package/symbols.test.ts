/**
 * The binary exports only the entry points of Node-API: nothing of OpenSSL or zlib is visible to the process. It names
 * no place on the machine that built it.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(__dirname, '../..');
const binary = path.join(root, 'build/Release/kafka_napi.node');
const onLinux = process.platform === 'linux';

interface Symbol {
  name: string;
  type: string;
}

/**
 * Rows of `nm`: an address where there is one, the type letter, the name (with `@VERSION` on Linux, `_` before it on
 * macOS).
 */
function symbols(...options: string[]): Symbol[] {
  return execFileSync('nm', [...(onLinux ? ['-D'] : []), ...options, binary], { encoding: 'utf8' })
    .split('\n')
    .map((line) => /(?:^|\s)([A-Za-z])\s+(\S+)$/.exec(line))
    .filter((match) => match !== null)
    .map((match) => ({ type: match[1]!, name: onLinux ? match[2]! : match[2]!.replace(/^_/, '') }));
}

test('exports the Node-API entry points and nothing else', () => {
  const exported = symbols(onLinux ? '--defined-only' : '-gU').map((symbol) => symbol.name);
  expect(exported.sort()).toEqual(['napi_register_module_v1', 'node_api_module_get_api_version_v1']);
});

test('needs nothing of OpenSSL, zlib, zstd, lz4, librdkafka or the C++ runtime from outside', () => {
  const undefinedNames = symbols('-u').map((symbol) => symbol.name);
  const foreign =
    /^(SSL|TLS|EVP|BIO|BN|CRYPTO|ERR|OPENSSL|OSSL|PEM|X509|RAND|RSA|ASN1|PKCS|d2i|i2d|inflate|deflate|crc32|adler32|compress|uncompress|zlib|ZSTD|HUF|FSE|XXH|LZ4|rd_|rdkafka|_ZNSt|_ZSt|__cxa_throw)/;
  expect(undefinedNames.filter((name) => foreign.test(name))).toEqual([]);
  // Proves that the check can see names: those that must be undefined are.
  expect(undefinedNames.some((name) => name.startsWith('napi_'))).toBe(true);
});

test('needs from Node its stable C interface only: no V8, no libuv', () => {
  const unversioned = symbols('-u')
    .filter((symbol) => symbol.type === 'U')
    .map((symbol) => symbol.name)
    .filter((name) => (onLinux ? !name.includes('@') : /^(_ZN|uv_|napi_|node_)/.test(name)));
  expect(unversioned.length).toBeGreaterThan(20);
  expect(unversioned.filter((name) => !/^(napi|node_api)_/.test(name))).toEqual([]);
});

test('names its source files by their place in the project, not on the machine that built it', () => {
  const content = readFileSync(binary);
  expect(content.includes(`${root}/`)).toBe(false);
  // Proves that the check can see names: assertions of librdkafka are compiled in.
  expect(content.includes('deps/vendor/librdkafka-all/src/rdkafka_queue.h')).toBe(true);
});

if (onLinux) {
  test('needs no shared library but those of libc, and is never unloaded', () => {
    const dynamic = execFileSync('readelf', ['-dW', binary], { encoding: 'utf8' });
    const needed = [...dynamic.matchAll(/\(NEEDED\).*\[(.+)\]/g)].map((match) => match[1]!);
    expect(needed.filter((name) => !/^(lib(c|m|dl|pthread|rt)\.so|ld-linux|libc\.musl)/.test(name))).toEqual([]);
    expect(dynamic).toMatch(/\(FLAGS_1\).*NODELETE/);
  });
}

// The components that are linked into a binary: their licences, and the same list as a CycloneDX document.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { root } from '../inputs.mjs';

const json = (file) => JSON.parse(readFileSync(path.join(root, file), 'utf8'));
const toHex = (integrity) => Buffer.from(integrity.replace(/^sha512-/, ''), 'base64').toString('hex');

function zigVersion() {
  return /^ziglang==(\S+)/m.exec(readFileSync(path.join(root, 'deps/toolchains/requirements.txt'), 'utf8'))[1];
}

/** Name, version, licence and source of each component of the binary for `target`; `cross` says that zig linked it. */
function components(target, cross) {
  const { librdkafka, zstd } = json('deps/sources.json');
  // A local build links the libraries of the system.
  const pinned = json('deps/libraries.json');
  const system = { version: 'of the build machine' };
  const [openssl, zlib] = cross ? [pinned.openssl, pinned.zlib] : [system, system];
  const npm = (source) => ({
    purl: `pkg:npm/${source.package.replace('@', '%40')}@${source.packageVersion}`,
    hash: { alg: 'SHA-512', content: toHex(source.integrity) },
  });
  const crate = (source) =>
    source.crate && {
      purl: `pkg:cargo/${source.crate}@${encodeURIComponent(source.crateVersion)}`,
      hash: { alg: 'SHA-256', content: source.sha256 },
    };
  const nodeAddonApi = json('node_modules/node-addon-api/package.json').version;
  const list = [
    // It contains copies of lz4, snappy, cJSON, nanopb and others. The file names them all.
    {
      name: 'librdkafka',
      version: librdkafka.version,
      license: 'BSD-2-Clause',
      text: 'deps/vendor/librdkafka/LICENSES.txt',
      ...npm(librdkafka),
    },
    { name: 'zstd', version: zstd.version, license: 'BSD-3-Clause', text: 'deps/vendor/zstd/LICENSE', ...npm(zstd) },
    {
      name: 'openssl',
      version: openssl.version,
      license: 'Apache-2.0',
      text: 'deps/licenses/openssl.txt',
      ...crate(openssl),
    },
    { name: 'zlib', version: zlib.version, license: 'Zlib', text: 'deps/licenses/zlib.txt', ...crate(zlib) },
    {
      name: 'node-addon-api',
      version: nodeAddonApi,
      license: 'MIT',
      text: 'node_modules/node-addon-api/LICENSE.md',
      purl: `pkg:npm/node-addon-api@${nodeAddonApi}`,
    },
  ];
  if (!cross) return list;
  const zig = { version: zigVersion(), purl: `pkg:pypi/ziglang@${zigVersion()}` };
  list.push(
    {
      name: 'libc++, libc++abi, libunwind',
      license: 'Apache-2.0 WITH LLVM-exception',
      text: 'deps/licenses/llvm-libcxx-libunwind.txt',
      ...zig,
    },
    { name: 'zig compiler-rt', license: 'MIT', text: 'deps/licenses/zig-compiler-rt.txt', ...zig },
  );
  if (target.startsWith('win32'))
    list.push({ name: 'mingw-w64 runtime', license: 'ZPL-2.1', text: 'deps/licenses/mingw-w64.txt', ...zig });
  return list;
}

/** THIRD-PARTY-LICENSES.txt */
export function notices(target, cross) {
  return components(target, cross)
    .map(
      ({ name, version, text }) => `==== ${name} ${version} ====\n\n${readFileSync(path.join(root, text), 'utf8')}\n`,
    )
    .join('\n');
}

/** A name-based UUID: the same binary has the same number. */
function serialNumber(sha256) {
  const hex = createHash('sha1').update(`kafka-napi ${sha256}`).digest('hex');
  const variant = ((parseInt(hex[16], 16) & 3) | 8).toString(16);
  return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** sbom.cdx.json: CycloneDX 1.5, without a time, so that it is reproducible too. */
export function sbom(target, cross, manifest, binary) {
  const sha256 = createHash('sha256').update(binary).digest('hex');
  const document = {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    serialNumber: serialNumber(sha256),
    version: 1,
    metadata: {
      component: {
        type: 'library',
        'bom-ref': 'binary',
        name: `@${manifest.name}/${target}`,
        version: manifest.version,
        licenses: [{ license: { id: manifest.license } }],
        purl: `pkg:npm/%40${manifest.name}/${target}@${manifest.version}`,
        hashes: [{ alg: 'SHA-256', content: sha256 }],
      },
    },
    components: components(target, cross).map(({ name, version, license, purl, hash }) => ({
      type: 'library',
      'bom-ref': name,
      name,
      version,
      licenses: [license.includes(' ') ? { expression: license } : { license: { id: license } }],
      purl,
      ...(hash ? { hashes: [hash] } : {}),
    })),
    dependencies: [{ ref: 'binary', dependsOn: components(target, cross).map(({ name }) => name) }],
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

// What a macOS bundle asks of the machine it is loaded on, read from its load commands.

const LC = { SYMTAB: 0x2, LOAD_DYLIB: 0xc, CODE_SIGNATURE: 0x1d, BUILD_VERSION: 0x32, RPATH: 0x8000001c };
const cpus = { 0x01000007: 'x64', 0x0100000c: 'arm64' };
/** The library number that says "whatever the process has under this name". */
const DYNAMIC_LOOKUP = 0xfe;

const text = (bytes, offset) => bytes.toString('latin1', offset, bytes.indexOf(0, offset));
const version = (value) => `${value >> 16}.${(value >> 8) & 0xff}`;

function readSymbols(bytes, at) {
  const [start, count, strings] = [8, 12, 16].map((field) => bytes.readUInt32LE(at + field));
  const exported = [];
  const imported = [];
  for (let i = 0; i < count; i++) {
    const symbol = start + i * 16;
    const type = bytes[symbol + 4];
    // A name for a debugger, or one that no other file sees.
    if (type & 0xe0 || !(type & 1)) continue;
    const name = text(bytes, strings + bytes.readUInt32LE(symbol)).replace(/^_/, '');
    if ((type & 0x0e) !== 0) exported.push(name);
    else {
      const description = bytes.readUInt16LE(symbol + 6);
      imported.push({ name, weak: (description & 0x40) !== 0, fromProcess: description >> 8 === DYNAMIC_LOOKUP });
    }
  }
  return { exported, imported };
}

export function readMachO(bytes) {
  const result = {
    format: 'macho',
    arch: cpus[bytes.readUInt32LE(4)],
    bundle: bytes.readUInt32LE(12) === 8,
    libraries: [],
    runPath: [],
    minimum: undefined,
    signed: false,
    exported: [],
    imported: [],
  };
  let at = 32;
  for (let i = 0; i < bytes.readUInt32LE(16); i++) {
    const command = bytes.readUInt32LE(at);
    if (command === LC.LOAD_DYLIB) result.libraries.push(text(bytes, at + bytes.readUInt32LE(at + 8)));
    if (command === LC.RPATH) result.runPath.push(text(bytes, at + bytes.readUInt32LE(at + 8)));
    if (command === LC.BUILD_VERSION) result.minimum = version(bytes.readUInt32LE(at + 12));
    if (command === LC.CODE_SIGNATURE) result.signed = true;
    if (command === LC.SYMTAB) Object.assign(result, readSymbols(bytes, at));
    at += bytes.readUInt32LE(at + 4);
  }
  return result;
}

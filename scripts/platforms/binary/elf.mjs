// What a Linux shared library asks of the machine it is loaded on, read from its dynamic section.

const DT = { NEEDED: 1, SONAME: 14, RPATH: 15, RUNPATH: 29, FLAGS_1: 0x6ffffffb };
const SHT = { STRTAB: 3, DYNAMIC: 6, DYNSYM: 11, VERNEED: 0x6ffffffe };
const machines = { 62: 'x64', 183: 'arm64' };

const text = (bytes, offset) => bytes.toString('latin1', offset, bytes.indexOf(0, offset));

function readSections(bytes) {
  const start = Number(bytes.readBigUInt64LE(40));
  const size = bytes.readUInt16LE(58);
  const count = bytes.readUInt16LE(60);
  return Array.from({ length: count }, (_, i) => {
    const at = start + i * size;
    return {
      type: bytes.readUInt32LE(at + 4),
      offset: Number(bytes.readBigUInt64LE(at + 24)),
      size: Number(bytes.readBigUInt64LE(at + 32)),
      link: bytes.readUInt32LE(at + 40),
      info: bytes.readUInt32LE(at + 44),
    };
  });
}

function readDynamic(bytes, section, strings) {
  const result = { needed: [], runPath: [], flags1: 0n };
  for (let at = section.offset; at < section.offset + section.size; at += 16) {
    const tag = Number(bytes.readBigInt64LE(at));
    const value = bytes.readBigUInt64LE(at + 8);
    if (tag === DT.NEEDED) result.needed.push(text(bytes, strings.offset + Number(value)));
    if (tag === DT.RPATH || tag === DT.RUNPATH) result.runPath.push(text(bytes, strings.offset + Number(value)));
    if (tag === DT.FLAGS_1) result.flags1 = value;
  }
  return result;
}

function readSymbols(bytes, section, strings) {
  const exported = [];
  const imported = [];
  for (let at = section.offset + 24; at < section.offset + section.size; at += 24) {
    const name = text(bytes, strings.offset + bytes.readUInt32LE(at));
    const weak = bytes[at + 4] >> 4 === 2;
    if (bytes.readUInt16LE(at + 6) !== 0) exported.push(name);
    else imported.push({ name, weak });
  }
  return { exported, imported };
}

/** Names like GLIBC_2.17 that the loader has to know. */
function readVersions(bytes, section, strings) {
  const versions = new Set();
  let at = section.offset;
  for (let i = 0; i < section.info; i++) {
    let aux = at + bytes.readUInt32LE(at + 8);
    for (let n = bytes.readUInt16LE(at + 2); n > 0; n--) {
      versions.add(text(bytes, strings.offset + bytes.readUInt32LE(aux + 8)));
      aux += bytes.readUInt32LE(aux + 12);
    }
    at += bytes.readUInt32LE(at + 12);
  }
  return [...versions].sort();
}

export function readElf(bytes) {
  const sections = readSections(bytes);
  const find = (type) => sections.find((section) => section.type === type);
  const stringsOf = (section) => sections[section.link];
  const dynamic = find(SHT.DYNAMIC);
  const symbols = find(SHT.DYNSYM);
  const needs = find(SHT.VERNEED);
  const { needed, runPath, flags1 } = readDynamic(bytes, dynamic, stringsOf(dynamic));
  return {
    format: 'elf',
    arch: machines[bytes.readUInt16LE(18)],
    libraries: needed.sort(),
    runPath,
    noDelete: (flags1 & 8n) !== 0n,
    bindNow: (flags1 & 1n) !== 0n,
    versions: needs ? readVersions(bytes, needs, stringsOf(needs)) : [],
    ...readSymbols(bytes, symbols, stringsOf(symbols)),
  };
}

// What a Windows library imports and exports.

const machines = { 0x8664: 'x64', 0xaa64: 'arm64' };
const text = (bytes, offset) => bytes.toString('latin1', offset, bytes.indexOf(0, offset));

export function readPe(bytes) {
  const header = bytes.readUInt32LE(60) + 4;
  const optional = header + 20;
  const sectionTable = optional + bytes.readUInt16LE(header + 16);
  const sections = Array.from({ length: bytes.readUInt16LE(header + 2) }, (_, i) => {
    const at = sectionTable + i * 40;
    return {
      address: bytes.readUInt32LE(at + 12),
      size: Math.max(bytes.readUInt32LE(at + 8), bytes.readUInt32LE(at + 16)),
      offset: bytes.readUInt32LE(at + 20),
    };
  });
  const fileOffset = (address) => {
    const section = sections.find((each) => address >= each.address && address < each.address + each.size);
    return address - section.address + section.offset;
  };
  const directory = (index) => bytes.readUInt32LE(optional + 112 + index * 8);

  const exported = [];
  if (directory(0) !== 0) {
    const table = fileOffset(directory(0));
    const names = fileOffset(bytes.readUInt32LE(table + 32));
    for (let i = 0; i < bytes.readUInt32LE(table + 24); i++)
      exported.push(text(bytes, fileOffset(bytes.readUInt32LE(names + i * 4))));
  }
  const imported = [];
  const libraries = [];
  for (let at = fileOffset(directory(1)); bytes.readUInt32LE(at + 12) !== 0; at += 20) {
    const library = text(bytes, fileOffset(bytes.readUInt32LE(at + 12)));
    libraries.push(library);
    for (let entry = fileOffset(bytes.readUInt32LE(at)); ; entry += 8) {
      const value = bytes.readBigUInt64LE(entry);
      if (value === 0n) break;
      // The highest bit: by number instead of by name.
      const name = value >> 63n ? `#${value & 0xffffn}` : text(bytes, fileOffset(Number(value)) + 2);
      imported.push({ name: `${library}!${name}`, weak: false });
    }
  }
  return {
    format: 'pe',
    arch: machines[bytes.readUInt16LE(header)],
    timestamp: bytes.readUInt32LE(header + 4),
    libraries: libraries.sort(),
    exported: exported.sort(),
    imported,
  };
}

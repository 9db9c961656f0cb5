// Reads a binary of any platform without the tools of that platform.
import { readElf } from './elf.mjs';
import { readMachO } from './macho.mjs';
import { readPe } from './pe.mjs';

/** Format, processor, libraries, exported and imported names; the rest depends on the format. */
export function readBinary(bytes) {
  if (bytes.length > 64 && bytes.readUInt32BE(0) === 0x7f454c46) return readElf(bytes);
  if (bytes.length > 64 && bytes.readUInt32LE(0) === 0xfeedfacf) return readMachO(bytes);
  if (bytes.length > 64 && bytes.toString('latin1', 0, 2) === 'MZ') return readPe(bytes);
  throw new Error('not a binary. ELF, Mach-O and PE can be read');
}

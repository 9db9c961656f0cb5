// The values that every driver produces. c/bench.h creates the same in C, drivers/common.py in Python.

/** @param size bytes per value. @returns how many different ones there are: message i has number i % count. */
export function payloadCount(size) {
  return Math.min(1024, Math.max(1, Math.floor((16 << 20) / size)));
}

function fill(size, index) {
  const head = `{"id":"${String(index).padStart(4, '0')}","t":"`;
  const value = Buffer.alloc(size);
  value.write(head, 'latin1');
  let x = index + 1;
  let word = 0;
  for (let k = 0; k < size - head.length - 2; k++) {
    const c = k % 4;
    if (c === 0) {
      x = (Math.imul(x, 1103515245) + 12345) & 0x7fffffff;
      word = (x >>> 16) & 63;
    }
    value[head.length + k] = 97 + ((word * 7 + c * 5 + word * c) % 26);
  }
  value.write('"}', size - 2, 'latin1');
  return value;
}

export function makePayloads(size) {
  return Array.from({ length: payloadCount(size) }, (_, index) => fill(size, index));
}

/** The checksum of one value, as consumers compute it: it reads the first and the last bytes. */
export function touch(value) {
  return value[9] + (value[10] << 8) + (value[value.length - 3] << 16);
}

export function touchString(value) {
  return value.charCodeAt(9) + (value.charCodeAt(10) << 8) + (value.charCodeAt(value.length - 3) << 16);
}

/** The same for a value parsed as JSON. */
export function touchObject({ id, t }) {
  return id.charCodeAt(2) + (id.charCodeAt(3) << 8) + (t.charCodeAt(t.length - 1) << 16);
}

/** The sum of the checksums of messages 0 to count − 1. */
export function expectedChecksum(size, count) {
  const each = makePayloads(size).map(touch);
  const round = each.reduce((sum, x) => sum + x, 0);
  const rest = each.slice(0, count % each.length).reduce((sum, x) => sum + x, 0);
  return Math.floor(count / each.length) * round + rest;
}

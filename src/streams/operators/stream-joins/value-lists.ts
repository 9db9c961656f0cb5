/** A value of the left or of the right side of a join. */
export interface SideValue {
  readonly isLeft: boolean;
  readonly rawValue: Buffer;
}

/** Java's ListSerializer says with it that each item has a length of its own. */
const OWN_LENGTHS = 1;

/** `01 ‖ count (4) ‖ for each: length (4) ‖ side (1) ‖ value`, as Java's ListSerde and LeftOrRightValueSerde. */
export function writeList(values: readonly SideValue[]): Buffer {
  const out = Buffer.alloc(5 + values.reduce((sum, { rawValue }) => sum + 5 + rawValue.length, 0));
  out[0] = OWN_LENGTHS;
  out.writeInt32BE(values.length, 1);
  let at = 5;
  for (const { isLeft, rawValue } of values) {
    at = out.writeInt32BE(rawValue.length + 1, at);
    out[at] = isLeft ? 1 : 0;
    rawValue.copy(out, at + 1);
    at += 1 + rawValue.length;
  }
  return out;
}

export function readList(data: Buffer): SideValue[] {
  const values: SideValue[] = [];
  let at = 5;
  for (let count = data.readInt32BE(1); count > 0; count--) {
    const length = data.readInt32BE(at);
    values.push({ isLeft: data[at + 4] === 1, rawValue: data.subarray(at + 5, at + 4 + length) });
    at += 4 + length;
  }
  return values;
}

/**
 * Numbers of messages as text. The engine's own conversion keeps the text of the last thousands of numbers, which then
 * outlive every collection of young objects and make it take more memory.
 */
const lastDigits = Array.from({ length: 1000 }, (_, i) => String(i).padStart(3, '0'));
let thousands = 0;
let thousandsText = '';

/** Offsets follow each other: all but the last three digits stay the same for a while. */
export function offsetText(offset: number): string {
  if (offset < 1000) return String(offset);
  const high = Math.floor(offset / 1000);
  if (high !== thousands) {
    thousands = high;
    thousandsText = String(high);
  }
  return thousandsText + lastDigits[offset - high * 1000]!;
}

let lastTimestamp = NaN;
let lastText = '';

/** Records that follow each other often have the same time, and its text takes longer than all else of a message. */
export function timestampText(timestamp: number): string {
  if (timestamp !== lastTimestamp) {
    lastTimestamp = timestamp;
    lastText = String(timestamp);
  }
  return lastText;
}

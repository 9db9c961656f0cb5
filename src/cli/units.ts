const bytesUnits = ['bytes', 'kB', 'MB', 'GB', 'TB'];

/** `1.23 MB`: 1 MB is 1,000,000 bytes. */
export function showBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < bytesUnits.length - 1) {
    value /= 1000;
    unit++;
  }
  return unit === 0 ? `${value} bytes` : `${value.toFixed(value < 10 ? 2 : 1)} ${bytesUnits[unit]}`;
}

export function showCount(count: number): string {
  return Math.round(count).toLocaleString('en-US');
}

/** `12,345 messages/s, 1.23 MB/s` over this time. */
export function showRates(messages: number, bytes: number, ms: number): string {
  const seconds = Math.max(ms, 1) / 1000;
  return `${showCount(messages / seconds)} messages/s, ${showBytes(Math.round(bytes / seconds))}/s`;
}

import { readFileSync } from 'node:fs';
import path from 'node:path';

const css = readFileSync(path.resolve(__dirname, '../../../src/web/style/tokens.css'), 'utf8');

const full = (hex: string): string => (hex.length === 3 ? hex.replace(/./g, '$&$&') : hex);

/** The light and the dark value of each colour. */
const tokens = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\(#([0-9a-f]{3,6}), #([0-9a-f]{3,6})\)/g)].map(([, name, light, dark]) => [
    name!,
    [full(light!), full(dark!)] as const,
  ]),
);

function luminance(hex: string): number {
  const channels = [0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255);
  const linear = channels.map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return 0.2126 * linear[0]! + 0.7152 * linear[1]! + 0.0722 * linear[2]!;
}

function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

const texts = ['text', 'muted', 'accent', 'ok', 'warn', 'error', 'key', 'string', 'number'];
const grounds = ['bg', 'surface', 'raised', 'selected'];

describe.each([
  ['light', 0],
  ['dark', 1],
] as const)('the %s colours', (_theme, index) => {
  const colour = (name: string): string => tokens.get(name)![index];

  it.each(texts.flatMap((text) => grounds.map((ground) => [text, ground] as const)))(
    '%s can be read on %s',
    (text, ground) => {
      expect(contrast(colour(text), colour(ground))).toBeGreaterThanOrEqual(4.5);
    },
  );

  it('set buttons off from what is written on them', () => {
    expect(contrast(colour('on-accent'), colour('accent'))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(colour('on-accent'), colour('error'))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(colour('bg'), colour('error'))).toBeGreaterThanOrEqual(4.5);
  });

  it('show where controls end', () => {
    expect(contrast(colour('control'), colour('bg'))).toBeGreaterThanOrEqual(3);
    expect(contrast(colour('control'), colour('raised'))).toBeGreaterThanOrEqual(3);
  });

  it('keep marked words readable', () => {
    for (const text of ['text', 'key', 'string', 'number'])
      expect(contrast(colour(text), colour('mark'))).toBeGreaterThanOrEqual(4.5);
  });
});

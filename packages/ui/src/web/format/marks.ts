/**
 * Characters that would not be seen, or would turn the text around them: controls, directions, widths of zero. Kafka's
 * text is shown as what it is, so each of them has a sign.
 */
// eslint-disable-next-line no-control-regex -- these are what is looked for
const hidden = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/;

export const hasMarks = (text: string): boolean => hidden.test(text);

/** The sign of a hidden character: `␀` for controls of ASCII, `U+202E` for others. */
export function signOf(character: string): string {
  const code = character.codePointAt(0)!;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  if (code === 0x7f) return '\u2421';
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** Text and hidden characters by turns; the odd ones are single hidden characters. */
export function splitMarks(text: string): string[] {
  return hasMarks(text) ? text.split(new RegExp(`(${hidden.source})`)) : [text];
}

/** The same text as a sentence may show it: signs in place of hidden characters. */
export const visible = (text: string): string => text.replace(new RegExp(hidden.source, 'g'), signOf);

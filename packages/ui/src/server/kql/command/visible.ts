/** Text from Kafka on a terminal: nothing in it moves the cursor, changes colours or turns the direction of writing. */

const names: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\b': '\\b', '\f': '\\f' };

// Controls, line separators, marks of direction, and what has no width.
// eslint-disable-next-line no-control-regex
const hidden = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;

const escaped = (character: string): string =>
  names[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** In one line. */
export const visible = (text: string): string => text.replace(hidden, escaped);

/** The same, but lines stay lines. In JSON it means the same as before. */
export const visibleLines = (text: string): string =>
  text.replace(hidden, (character) => (character === '\n' || character === '\r' ? character : escaped(character)));

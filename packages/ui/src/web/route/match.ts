/** The parts of a path, decoded; a part that is no proper encoding stays as it is. */
export function segmentsOf(path: string): string[] {
  return path
    .split('/')
    .filter((part) => part !== '')
    .map((part) => {
      try {
        return decodeURIComponent(part);
      } catch {
        return part;
      }
    });
}

/** What the `:names` of a pattern stand for in a path, or null where it does not fit. */
export function match(pattern: string, path: string): Record<string, string> | null {
  const expected = segmentsOf(pattern);
  const actual = segmentsOf(path);
  if (expected.length !== actual.length) return null;
  const found: Record<string, string> = {};
  for (const [at, part] of expected.entries()) {
    if (part.startsWith(':')) found[part.slice(1)] = actual[at]!;
    else if (part !== actual[at]) return null;
  }
  return found;
}

/** A path of these parts, each encoded. */
export const pathOf = (...parts: (string | number)[]): string =>
  `/${parts.map((part) => encodeURIComponent(String(part))).join('/')}`;

import { Text } from '../../parts/values';
import { tokensOf } from './json-print';

/** A line of JSON in its colours. */
export function Tokens({ line, words }: { line: string; words?: RegExp | null }) {
  return (
    <>
      {tokensOf(line).map(({ kind, text }) =>
        kind === 'sign' ? (
          text
        ) : (
          <span class={`j-${kind}`}>
            <Text text={text} words={words} />
          </span>
        ),
      )}
    </>
  );
}

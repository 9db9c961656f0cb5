import { useMemo } from 'preact/hooks';

import { narrow } from '../../state/screen';
import { t } from '../../texts';
import { Lines } from '../lines';

/** Printable ASCII as itself, anything else as a dot. */
function asciiOf(hex: string): string {
  let text = '';
  for (let at = 0; at + 1 < hex.length; at += 2) {
    const code = parseInt(hex.slice(at, at + 2), 16);
    text += code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : '·';
  }
  return text;
}

const spaced = (hex: string): string => hex.replace(/(..)(?=.)/g, '$1 ');

/** Bytes: where they stand, what they are, and their letters. `digits` may have blanks. */
export function HexView({ digits }: { digits: string }) {
  const hex = useMemo(() => digits.replace(/[^0-9a-f]/gi, ''), [digits]);
  const width = narrow.value ? 8 : 16;
  const count = Math.ceil(hex.length / 2 / width);
  const places = Math.max(4, ((count - 1) * width).toString(16).length);
  const row = (index: number) => {
    const line = hex.slice(index * width * 2, (index + 1) * width * 2);
    return (
      <div class="hex-line">
        <span class="muted">{(index * width).toString(16).padStart(places, '0')}</span>
        <span class="hex-bytes">{spaced(line).padEnd(width * 3 - 1)}</span>
        <span class="hex-text">{asciiOf(line)}</span>
      </div>
    );
  };
  return (
    <div class="hex">
      <Lines label={t.record.hex} count={count} line={row} wrap={count <= 64} />
    </div>
  );
}

import type { FaultBody } from '../../../shared/api';
import { printJson, type Printed } from '../json/json-print';

export interface WholeQuestion {
  /** Of the bytes of one part. */
  url: string;
  secret: string;
  size: number;
  as: 'json' | 'text' | 'hex' | 'latin1' | 'base64';
}

export type WholeAnswer = { text: string; printed: Printed | undefined } | { fault: string };

const BLOCK = 4 * 1024 * 1024;

async function readBytes({ url, secret, size }: WholeQuestion): Promise<Uint8Array> {
  const bytes = new Uint8Array(size);
  for (let from = 0; from < size; from += BLOCK) {
    const separator = url.includes('?') ? '&' : '?';
    const length = Math.min(BLOCK, size - from);
    const response = await fetch(`${url}${separator}from=${from}&length=${length}`, {
      headers: { 'X-Kafka-UI': secret },
    });
    const body = (await response.json()) as { base64: string } | FaultBody;
    if ('error' in body) throw new Error(body.error.message);
    const block = atob(body.base64);
    for (let at = 0; at < block.length; at += 1) bytes[from + at] = block.charCodeAt(at);
  }
  return bytes;
}

function textOf(bytes: Uint8Array, as: WholeQuestion['as']): string {
  if (as === 'json' || as === 'text') return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  const pieces: string[] = [];
  // Blocks of a multiple of 3 bytes, so that their base64 can stand one after the other.
  for (let from = 0; from < bytes.length; from += 24_576) {
    const block = bytes.subarray(from, from + 24_576);
    const letters = String.fromCharCode(...block);
    if (as === 'base64') pieces.push(btoa(letters));
    else if (as === 'latin1') pieces.push(letters);
    else pieces.push(Array.from(block, (byte) => byte.toString(16).padStart(2, '0')).join(''));
  }
  return pieces.join('');
}

self.onmessage = async ({ data }: MessageEvent<WholeQuestion>) => {
  try {
    const text = textOf(await readBytes(data), data.as);
    const printed = data.as === 'json' ? printJson(text) : undefined;
    self.postMessage({ text, printed } satisfies WholeAnswer);
  } catch (error) {
    self.postMessage({ fault: error instanceof Error ? error.message : String(error) } satisfies WholeAnswer);
  }
};

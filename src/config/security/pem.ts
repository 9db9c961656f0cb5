/** One block of a PEM text. */
interface Block {
  readonly label: string;
  readonly text: string;
}

const block = /-----BEGIN ([A-Z0-9 ]+)-----([\s\S]*?)-----END \1-----/g;

/**
 * The blocks of a PEM text as OpenSSL reads them. Like Java, this also accepts a text on one line, which results from
 * continuation lines of a properties file or from an environment variable.
 */
function blocksOf(text: string): Block[] {
  return [...text.matchAll(block)].map(([, label, body]) => {
    // In an encrypted traditional key, Proc-Type and DEK-Info precede the base64 text.
    const [, headers = '', base64 = ''] = /^\s*((?:[A-Za-z-]+:[^\n]*\n)*)([\s\S]*)$/.exec(body!)!;
    const lines = base64.replace(/\s+/g, '').replace(/(.{64})(?=.)/g, '$1\n');
    const head = headers === '' ? '' : `${headers.replace(/\r/g, '').trim()}\n\n`;
    return { label: label!, text: `-----BEGIN ${label}-----\n${head}${lines}\n-----END ${label}-----\n` };
  });
}

/** The certificates of a text, in their order; '' if there are none. */
export function certificatesOf(text: string): string {
  return textOf(text, (label) => label.endsWith('CERTIFICATE'));
}

/** The private keys of a text; '' if there are none. */
export function privateKeysOf(text: string): string {
  return textOf(text, (label) => label.endsWith('PRIVATE KEY'));
}

function textOf(text: string, wanted: (label: string) => boolean): string {
  return blocksOf(text)
    .filter(({ label }) => wanted(label))
    .map((found) => found.text)
    .join('');
}

/** True if OpenSSL could not read the text as it is: its lines are too long. */
export function isOnOneLine(text: string): boolean {
  return /-----BEGIN [A-Z0-9 ]+-----[ \t]*[^\s-]/.test(text);
}

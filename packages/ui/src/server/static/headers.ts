const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

/** What every response says to a browser. There is never a header that opens the server to other origins. */
const safety: readonly (readonly [string, string])[] = [
  ['Content-Security-Policy', policy],
  ['X-Content-Type-Options', 'nosniff'],
  ['X-Frame-Options', 'DENY'],
  ['Referrer-Policy', 'no-referrer'],
  ['Cross-Origin-Opener-Policy', 'same-origin'],
  ['Cross-Origin-Resource-Policy', 'same-origin'],
];

/** Adds them. What has no rule about caches is not kept anywhere. */
export function secure(headers: Headers): void {
  for (const [name, value] of safety) if (!headers.has(name)) headers.set(name, value);
  if (!headers.has('Cache-Control')) headers.set('Cache-Control', 'no-store');
}

/** Of a download: no browser shows it as a page, whatever it holds. */
export function attachment(name: string, contentType = 'application/octet-stream'): Record<string, string> {
  const safe = name.replace(/[^\w.-]+/g, '_').slice(0, 100) || 'download';
  return {
    'Content-Type': contentType,
    'Content-Disposition': `attachment; filename="${safe}"`,
    'Content-Security-Policy': "default-src 'none'; sandbox",
  };
}

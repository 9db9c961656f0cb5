import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.json': 'application/json',
  '.woff2': 'font/woff2',
};

const forever = 'public, max-age=31536000, immutable';

interface StaticFile {
  type: string;
  cache: string;
  /** By content coding; `identity` is always there. */
  bytes: Partial<Record<'identity' | 'br' | 'gzip', Uint8Array<ArrayBuffer>>>;
}

/**
 * The page's files, all in memory: a map that is made at the start, so that no address ever reaches the file system.
 * Any other address is the page itself, which shows what belongs there.
 */
export class StaticFiles {
  readonly #files = new Map<string, StaticFile>();
  #index: StaticFile | undefined;

  /**
   * @param folder What vite has built; it may be absent, as in a checkout that was not built.
   * @param basePath Comes before the addresses in index.html.
   */
  constructor(folder: string, basePath: string) {
    if (!existsSync(folder)) return;
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const file = path.join(entry.parentPath ?? entry.path, entry.name);
      const name = path.relative(folder, file).split(path.sep).join('/');
      const [, plain, coding] = /^(.+?)(\.br|\.gz)?$/.exec(name) as unknown as [string, string, string | undefined];
      const type = types[path.extname(plain)];
      if (type === undefined) continue;
      this.#add(plain, coding, type, readFileSync(file));
    }
    const index = this.#files.get('index.html');
    if (index === undefined) return;
    const html = Buffer.from(index.bytes.identity!).toString('utf8').replaceAll('"./assets/', `"${basePath}/assets/`);
    this.#index = { type: index.type, cache: 'no-cache', bytes: { identity: Buffer.from(html) } };
    this.#files.delete('index.html');
  }

  /** The answer for a path below the base path, which begins with a slash. Null: there is nothing to show. */
  answer(pathname: string, acceptEncoding: string): Response | null {
    const isAsset = pathname.startsWith('/assets/');
    const file = this.#files.get(pathname.slice(1)) ?? (isAsset ? undefined : this.#index);
    if (file === undefined) return null;
    const coding = (['br', 'gzip'] as const).find(
      (one) => file.bytes[one] !== undefined && accepts(acceptEncoding, one),
    );
    const headers = new Headers({ 'Content-Type': file.type, 'Cache-Control': file.cache });
    if (file.bytes.br !== undefined || file.bytes.gzip !== undefined) headers.set('Vary', 'Accept-Encoding');
    if (coding !== undefined) headers.set('Content-Encoding', coding);
    const bytes = file.bytes[coding ?? 'identity']!;
    headers.set('Content-Length', String(bytes.byteLength));
    return new Response(bytes, { headers });
  }

  #add(name: string, coding: string | undefined, type: string, bytes: Buffer): void {
    const cache = name.startsWith('assets/') ? forever : 'no-cache';
    const file = this.#files.get(name) ?? { type, cache, bytes: {} };
    file.bytes[coding === '.br' ? 'br' : coding === '.gz' ? 'gzip' : 'identity'] = new Uint8Array(bytes);
    this.#files.set(name, file);
  }
}

/** Whether the header names the coding, and not with a quality of 0. */
function accepts(header: string, coding: string): boolean {
  return header.split(',').some((part) => {
    const [name, ...params] = part.split(';').map((one) => one.trim().toLowerCase());
    return name === coding && !params.some((one) => /^q=0(\.0*)?$/.test(one));
  });
}

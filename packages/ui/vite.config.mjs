// Builds the page: src/web → dist/web. The server of the package puts its base path before `./assets/` in index.html.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

// Whoever builds: a library built for its developers is bigger, and writes to the console.
process.env.NODE_ENV = 'production';

const here = path.dirname(fileURLToPath(import.meta.url));
const outDir = path.join(here, 'dist/web');

/** Bytes after gzip -9; the build fails beyond these. */
const budgets = { javascript: 70 * 1024, firstLoad: 35 * 1024, css: 10 * 1024 };

const gzip = (bytes) => gzipSync(bytes, { level: constants.Z_BEST_COMPRESSION });

/** The entry with all that it imports: the first page is in it. */
function firstLoad(chunks) {
  const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
  const needed = new Set();
  const need = (name) => {
    if (needed.has(name)) return;
    needed.add(name);
    for (const next of byName.get(name).imports) need(next);
  };
  need(chunks.find((chunk) => chunk.isEntry).fileName);
  return [...needed].reduce((bytes, name) => bytes + gzip(byName.get(name).code).length, 0);
}

const texts = JSON.parse(readFileSync(path.join(here, 'src/web/texts.json'), 'utf8'));

/** Puts each text where it is used, `t.topics.none`: a page is loaded with its own texts, and without their names. */
function inlineTexts() {
  return {
    name: 'inline-texts',
    enforce: 'pre',
    apply: 'build',
    transform(code, id) {
      if (!/\/src\/web\/.*\.tsx?$/.test(id) || id.endsWith('/texts.ts')) return null;
      const jsx = id.endsWith('x') ? "import { h as createNode, Fragment as NodeFragment } from 'preact';" : '';
      return (
        jsx +
        code.replace(/(?<![\w.$])t\.(\w+)\.(\w+)/g, (all, page, name) => {
          const text = texts[page]?.[name];
          if (text === undefined) this.error(`${id}: ${all} is not in texts.json`);
          return `(${JSON.stringify(text)})`;
        })
      );
    },
  };
}

/**
 * The package is CommonJS for the sake of its server. Its sources are ES modules all the same: else each would be
 * wrapped in a function.
 */
function esModules() {
  const packageJsonPath = path.join(here, 'src/web/package.json');
  return {
    name: 'es-modules',
    enforce: 'pre',
    apply: 'build',
    async resolveId(source, importer, options) {
      const found = await this.resolve(source, importer, { ...options, skipSelf: true });
      return found?.id.startsWith(path.join(here, 'src')) ? { ...found, packageJsonPath } : found;
    },
  };
}

/** Chunks are loaded as they are: no code that loads others, or styles, before them. */
function noPreload() {
  return {
    name: 'no-preload',
    enforce: 'pre',
    apply: 'build',
    load: (id) => (id.endsWith('vite/preload-helper.js') ? 'export const __vitePreload = (load) => load();' : null),
  };
}

/** Asserts the budgets, and writes each file a second and third time, compressed. */
function sizes() {
  return {
    name: 'sizes',
    apply: 'build',
    writeBundle(_options, bundle) {
      const files = Object.values(bundle);
      const chunks = files.filter((file) => file.type === 'chunk');
      const worker = files.filter((file) => file.type === 'asset' && file.fileName.endsWith('.js'));
      const css = files.filter((file) => file.type === 'asset' && file.fileName.endsWith('.css'));
      const sum = (list) => list.reduce((bytes, file) => bytes + gzip(file.code ?? file.source).length, 0);
      const measured = { javascript: sum([...chunks, ...worker]), firstLoad: firstLoad(chunks), css: sum(css) };
      for (const [what, bytes] of Object.entries(measured))
        if (bytes > budgets[what]) this.error(`${what} has ${bytes} bytes after gzip -9, ${budgets[what]} at most`);
    },
    closeBundle() {
      const assets = path.join(outDir, 'assets');
      for (const name of readdirSync(assets)) {
        const bytes = readFileSync(path.join(assets, name));
        writeFileSync(path.join(assets, `${name}.gz`), gzip(bytes));
        const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
        writeFileSync(path.join(assets, `${name}.br`), brotliCompressSync(bytes, { params }));
      }
    },
  };
}

export default {
  root: path.join(here, 'src/web'),
  // Chunks find each other relative to themselves, so that a page works under any path.
  base: './',
  configFile: false,
  publicDir: false,
  json: { stringify: false },
  logLevel: 'warn',
  oxc: { jsx: { runtime: 'classic', pragma: 'createNode', pragmaFrag: 'NodeFragment' } },
  plugins: [esModules(), inlineTexts(), noPreload(), sizes()],
  build: {
    outDir,
    emptyOutDir: true,
    target: ['chrome123', 'firefox121', 'safari17.5'],
    // No data: URLs and nothing inline: the content security policy allows neither.
    assetsInlineLimit: 0,
    cssCodeSplit: false,
    modulePreload: false,
    reportCompressedSize: false,
  },
};

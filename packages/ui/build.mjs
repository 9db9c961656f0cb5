// Bundles the package: the server with all that it uses to CommonJS, the page to dist/web, and the notices of what is
// inside. tsc has written the declarations before.
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';

const folder = path.dirname(fileURLToPath(import.meta.url));
const dist = path.join(folder, 'dist');
const notices = 'THIRD-PARTY.md';

/** Entry of dist/ → its source. */
const entries = {
  bin: 'src/server/bin.ts',
  'server/index': 'src/server/index.ts',
  'server/worker': 'src/server/scan/worker.ts',
  'server/kql/index': 'src/server/kql/index.ts',
};

const server = {
  root: folder,
  configFile: false,
  publicDir: false,
  logLevel: 'warn',
  // Of the library itself only its computing with lags is bundled: without the addon, which there is once.
  resolve: { alias: { 'kafka-napi/lag': path.join(folder, '../../src/lag/index.ts') } },
  // What is not named here goes into the bundle: the package has no dependencies.
  ssr: { target: 'node', noExternal: true, external: ['kafka-napi', '@msgpack/msgpack', 'cbor-x'] },
  build: {
    ssr: true,
    outDir: dist,
    emptyOutDir: false,
    target: 'node20',
    minify: false,
    license: { fileName: notices },
    rolldownOptions: {
      input: Object.fromEntries(Object.entries(entries).map(([name, file]) => [name, path.join(folder, file)])),
      // Shared parts lie beside the entries: some find their files from where they lie.
      output: { format: 'cjs', entryFileNames: '[name].js', chunkFileNames: 'server/[name]-[hash].js' },
    },
  },
};

/** What an earlier build has left: of the compiler there are declarations only. */
function removeScripts() {
  if (!existsSync(dist)) return;
  for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
    if (entry.isFile() && /\.(js|map)$/.test(entry.name)) rmSync(path.join(entry.parentPath ?? entry.path, entry.name));
  }
}

removeScripts();
await build(server);
const ofServer = readFileSync(path.join(dist, notices), 'utf8');
const config = path.join(folder, 'vite.config.mjs');
const { default: page } = await import(pathToFileURL(config).href);
await build({ ...page, build: { ...page.build, license: { fileName: notices } } });
const ofPage = path.join(dist, 'web', notices);
if (existsSync(ofPage)) {
  writeFileSync(path.join(dist, notices), `${ofServer}\n${readFileSync(ofPage, 'utf8')}`);
  rmSync(ofPage);
}

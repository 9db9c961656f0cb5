// The rules that a reader of the code relies on: types, no import cycles, and one direction of imports.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import js from '@eslint/js';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import { importX } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

import { packageFolders } from './scripts/packages.mjs';

/** folder of src → the folders it may import from, itself aside. Nothing else of src may be imported there. */
const mayImport = {
  errors: [],
  'user-code': ['errors'],
  config: ['errors', 'user-code', 'serde'],
  binding: ['errors'],
  serde: ['errors', 'user-code'],
  client: ['errors', 'user-code', 'config', 'binding', 'serde'],
  producer: ['errors', 'user-code', 'config', 'binding', 'serde', 'client'],
  consumer: ['errors', 'user-code', 'config', 'binding', 'serde', 'client'],
  admin: ['errors', 'user-code', 'config', 'binding', 'serde', 'client'],
  testing: ['errors', 'config', 'binding', 'client'],
  // The command line and the wings are users of the package: only what every user can import.
  cli: ['index.ts', 'testing/index.ts', 'lag/index.ts'],
  prometheus: ['index.ts'],
  // Of rdkafka: Confluent's dialect, which is exported there.
  kafkajs: ['index.ts', 'rdkafka/index.ts'],
  // Clients with librdkafka's own semantics, made of the parts of the public ones.
  raw: ['errors', 'config', 'binding', 'serde', 'client', 'producer', 'consumer', 'admin'],
  // Confluent's package has both APIs: the entry has the other one as KafkaJS.
  rdkafka: ['index.ts', 'raw/index.ts', 'confluent/index.ts'],
  confluent: ['rdkafka'],
  lag: ['index.ts'],
  // The index loads the addon when it is loaded; the classes of errors, which are public as well, do not.
  streams: ['index.ts', 'errors'],
};

const zones = Object.entries(mayImport).map(([folder, allowed]) => ({
  target: `./src/${folder}`,
  from: './src',
  except: [`./${folder}`, ...allowed.map((one) => `./${one}`)],
  message: `src/${folder} may import only from ${[folder, ...allowed].join(', ')} (docs/design.md, direction of imports)`,
}));

const isInstance = {
  selector: "BinaryExpression[operator='instanceof'][right.name=/^(Buffer|Uint8Array|ArrayBuffer|DataView)$/]",
  message: 'Bytes of another realm (jest, vm) are not an instanceof: use ArrayBuffer.isView or util.types.',
};

const manifest = (folder) => JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));

/** What can be imported by name of a package that has these `exports`. */
const publicNames = ({ name, exports }) => Object.keys(exports).map((entry) => path.posix.join(name, entry));

/**
 * A package of packages/ is a user of the root: it imports public entry points by name, its own files, and what its own
 * package.json names. Any other name, and every path that leads out of it, is refused. What a package with its own
 * build bundles stands in its devDependencies.
 */
const packageRules = packageFolders().map((folder) => {
  const { name, scripts = {}, dependencies = {}, peerDependencies = {}, devDependencies = {} } = manifest(folder);
  const bundled = scripts.build === undefined ? {} : devDependencies;
  const own = Object.keys({ ...dependencies, ...peerDependencies, ...bundled }).filter((one) => one !== 'kafka-napi');
  const root = 'kafka-napi' in peerDependencies ? publicNames(manifest(path.join(folder, '../..'))) : [];
  const exact = root.map((one) => one.replaceAll('.', '\\.')).join('|');
  const withParts = own.map((one) => one.replaceAll('.', '\\.')).join('|');
  const allowed = withParts === '' ? `(?:${exact})$` : `(?:${exact})$|(?:${withParts})(?:/|$)`;
  const files = [`packages/${path.basename(folder)}/src/**/*.{ts,tsx}`];
  const message = `${name} may import only ${[...root, ...own].join(', ')}, Node's modules and its own files (CONTRIBUTING.md)`;
  return {
    files,
    rules: {
      'import-x/no-relative-packages': 'error',
      'no-restricted-imports': ['error', { patterns: [{ regex: `^(?!\\.|node:|${allowed})`, message }] }],
      'no-restricted-syntax': ['error', isInstance],
    },
  };
});

/** The web UI: what may import what, and what no text of a user or of Kafka may reach. */
const ui = 'packages/ui/src';
const uiZones = [
  { target: `./${ui}/shared`, from: [`./${ui}/server`, `./${ui}/web`], message: 'shared is below both sides.' },
  { target: `./${ui}/web`, from: `./${ui}/server`, message: 'The page knows the server by HTTP only.' },
  { target: `./${ui}/server`, from: `./${ui}/web`, message: 'The server knows nothing of the page.' },
];
const noEvaluation = [
  {
    selector: "CallExpression[callee.name=/^(eval|Function|setTimeout|setInterval)$/][arguments.0.type='Literal']",
    message: 'No text is ever run.',
  },
  { selector: "CallExpression[callee.name='eval']", message: 'No text is ever run.' },
  { selector: "NewExpression[callee.name='Function']", message: 'No text is ever run.' },
  { selector: "CallExpression[callee.name='Function']", message: 'No text is ever run.' },
  { selector: "ImportDeclaration[source.value='node:vm']", message: 'No text is ever run.' },
  { selector: "ExportNamedDeclaration[source.value='node:vm']", message: 'No text is ever run.' },
];
const noHtml = [
  { selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']", message: 'Text from Kafka is text.' },
  { selector: "Property[key.name='dangerouslySetInnerHTML']", message: 'Text from Kafka is text.' },
  {
    selector: 'MemberExpression[property.name=/^(innerHTML|outerHTML|insertAdjacentHTML|srcdoc)$/]',
    message: 'Text from Kafka is text.',
  },
  {
    selector: "MemberExpression[object.name='document'][property.name=/^write(ln)?$/]",
    message: 'Text from Kafka is text.',
  },
];
const noPatterns = [
  {
    selector: "NewExpression[callee.name='RegExp'][arguments.0.type!='Literal']",
    message: 'A pattern that is not ours runs in re2js only: a native one can take for ever.',
  },
  {
    selector: "CallExpression[callee.name='RegExp']",
    message: 'A pattern that is not ours runs in re2js only: a native one can take for ever.',
  },
];
const uiRules = [
  {
    files: [`${ui}/**/*.{ts,tsx}`],
    rules: {
      'import-x/no-restricted-paths': ['error', { zones: uiZones }],
      'no-restricted-syntax': ['error', isInstance, ...noEvaluation, ...noHtml],
    },
  },
  {
    // The library is handed in: of its name there are types only. What computes with lags is bundled (build.mjs).
    files: [`${ui}/{server,shared}/**/*.ts`],
    rules: {
      'no-restricted-syntax': ['error', isInstance, ...noEvaluation, ...noPatterns],
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            { regex: '^kafka-napi(?!/lag$)', allowTypeImports: true, message: 'Only types: the library is handed in.' },
          ],
        },
      ],
    },
  },
];

/** What functions of the user's are called by in our code: nothing else is called by such a name. */
const userMethods =
  '/^(emit|listener|callback|handler|provider|handle|serialize|deserialize|configure|onSend|onAcknowledgement|onConsume|onCommit)$/';
/** Names that methods of ours have as well: as a private field, or by themselves, they are the user's. */
const userFunctions = '/^(until|work|partition|partitioner)$/';

/** Calls of these, by whatever way: one door says what becomes of a throw. */
const userCalls = [
  `CallExpression[callee.property.name=${userMethods}]`,
  `CallExpression[callee.name=${userMethods}]`,
  `CallExpression[callee.name=${userFunctions}]`,
  `CallExpression[callee.property.type='PrivateIdentifier'][callee.property.name=${userFunctions}]`,
  `CallExpression[callee.object.property.name='ends'][callee.property.name='until']`,
  ...[userMethods, userFunctions].flatMap((names) => [
    `CallExpression[callee.property.name=/^(call|apply)$/][callee.object.name=${names}]`,
    // `handle.call` of ours is the native client's.
    `CallExpression[callee.property.name=/^(call|apply)$/][callee.object.property.name=${names}][callee.object.property.name!='handle']`,
  ]),
  'CallExpression[callee.object.name=/^(reporter|interceptor|plugin)$/]',
  'NewExpression[callee.type=/^TS/]',
].map((selector) => ({
  selector,
  message:
    'Functions of the user are called in src/user-code/user-code.ts and nowhere else (docs/design.md, user code).',
}));

export default tseslint.config(
  {
    ignores: [
      'dist/**',
      'packages/*/dist/**',
      'build/**',
      'build-*/**',
      'npm/**',
      'prebuilds/**',
      'deps/vendor/**',
      'coverage/**',
      '**/target/**',
      'test/package/fixtures/**',
      '.cache/**',
    ],
  },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  {
    files: ['**/*.{ts,mts,tsx}'],
    plugins: { 'import-x': importX },
    settings: { 'import-x/resolver-next': [createTypeScriptImportResolver({ project: ['tsconfig.test.json'] })] },
    rules: {
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      'import-x/no-self-import': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-empty-object-type': ['error', { allowInterfaces: 'with-single-extends' }],
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: {
      'import-x/no-restricted-paths': ['error', { zones }],
      'no-restricted-syntax': ['error', isInstance, ...userCalls],
    },
  },
  {
    // The door itself; serializers, which are called by it and call each other; the command line, which is a user; the
    // entries with another client's API, which call functions as that client does; and streams, whose nodes call
    // functions for each record: what these throw goes through Node.receive of src/streams.
    files: ['src/user-code/**/*.ts', 'src/serde/**/*.ts', 'src/{cli,kafkajs,rdkafka,confluent,streams}/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', isInstance] },
  },
  {
    // Literal requires, for bundlers to see: platform packages, package.json, and what is loaded only when it is used.
    files: [
      'src/binding/load.ts',
      'src/config/software.ts',
      'src/config/security/jks.ts',
      'src/client/oauth/token-refresher.ts',
      'src/cli/commands/table.ts',
      'src/streams/runtime/load-clients.ts',
      'src/streams/stores/disk/lmdb.ts',
      'src/cli/ui/ui.ts',
      'src/cli/query/query.ts',
      'src/cli/options.ts',
      'src/cli/words/candidates.ts',
      'src/cli/**/doctor.ts',
      'src/cli/doctor/*.ts',
    ],
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  {
    files: ['src/!(binding)/**/*.ts', 'src/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { paths: [{ name: 'bindings', message: 'Only src/binding loads the addon.' }], patterns: ['**/binding/load'] },
      ],
    },
  },
  ...packageRules,
  ...uiRules,
  {
    files: ['**/*.{js,mjs,cjs}'],
    languageOptions: {
      globals: {
        console: 'readonly',
        process: 'readonly',
        Buffer: 'readonly',
        URL: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
        setImmediate: 'readonly',
        performance: 'readonly',
        fetch: 'readonly',
        AbortController: 'readonly',
        AbortSignal: 'readonly',
        require: 'readonly',
        module: 'writable',
        __dirname: 'readonly',
        __filename: 'readonly',
      },
    },
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
);

// The rules that a reader of the code relies on: types, no import cycles, and one direction of imports.
import js from '@eslint/js';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import { importX } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

/** folder of src → the folders it may import from, itself aside. Nothing else of src may be imported there. */
const mayImport = {
  errors: [],
  config: ['errors', 'serde'],
  binding: ['errors'],
  serde: ['errors'],
  observe: ['errors', 'config'],
  client: ['errors', 'config', 'binding', 'serde', 'observe'],
  producer: ['errors', 'config', 'binding', 'serde', 'observe', 'client'],
  consumer: ['errors', 'config', 'binding', 'serde', 'observe', 'client'],
  admin: ['errors', 'config', 'binding', 'serde', 'observe', 'client'],
  testing: ['errors', 'config', 'binding', 'client'],
  // The command line is a user of the package: only what every user can import.
  cli: ['index.ts', 'testing/index.ts'],
};

const zones = Object.entries(mayImport).map(([folder, allowed]) => ({
  target: `./src/${folder}`,
  from: './src',
  except: [`./${folder}`, ...allowed.map((one) => `./${one}`)],
  message: `src/${folder} may import only from ${[folder, ...allowed].join(', ')} (docs/design.md, direction of imports)`,
}));

export default tseslint.config(
  {
    ignores: [
      'dist/**',
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
    files: ['**/*.{ts,mts}'],
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
      'no-restricted-syntax': [
        'error',
        {
          selector: "BinaryExpression[operator='instanceof'][right.name=/^(Buffer|Uint8Array|ArrayBuffer|DataView)$/]",
          message: 'Bytes of another realm (jest, vm) are not an instanceof: use ArrayBuffer.isView or util.types.',
        },
      ],
    },
  },
  {
    // Literal requires, for bundlers to see: platform packages there, and commands that are loaded when they are run here.
    files: ['src/binding/load.ts', 'src/cli/program.ts'],
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

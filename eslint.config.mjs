import prettier from 'eslint-config-prettier';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** Sizes at which a reader loses the thread. A limit that nobody keeps is noise, so no file can switch one off. */
const sizes = {
  'max-lines': ['error', { max: 300, skipBlankLines: false, skipComments: false }],
  'max-lines-per-function': ['error', { max: 70, skipBlankLines: true, skipComments: true }],
};

const habits = {
  ...sizes,
  eqeqeq: 'error',
  'prefer-const': 'error',
  'no-var': 'error',
  // An empty catch is an error that nobody will ever hear of.
  'no-empty': ['error', { allowEmptyCatch: false }],
  'object-shorthand': 'error',
};

const environment = {
  object: 'process',
  property: 'env',
  message: 'Configuration is read once at start: take it as an argument (see libs/process/src/config.ts).',
};

const typed = {
  'max-params': 'off',
  '@typescript-eslint/max-params': ['error', { max: 4 }],
  '@typescript-eslint/no-floating-promises': 'error',
  '@typescript-eslint/no-misused-promises': 'error',
  '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
  // Nest reads constructor types at run time; the rule knows, because tsconfig.json has emitDecoratorMetadata.
  '@typescript-eslint/consistent-type-imports': [
    'error',
    { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
  ],
  '@typescript-eslint/no-unused-vars': [
    'error',
    { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
  ],
  // Libraries declare plain functions as methods (kafkajs does in every payload), so the rule knows nothing here.
  '@typescript-eslint/unbound-method': 'off',
  // A method that an interface wants to be async may have nothing to wait for.
  '@typescript-eslint/require-await': 'off',
  '@typescript-eslint/restrict-template-expressions': [
    'error',
    { allowNumber: true, allowBoolean: true, allowArray: true },
  ],
};

export default defineConfig(
  { ignores: ['dist/', 'dist-bench/', 'dist-eval/', 'node_modules/', 'coverage/', '.cache/', '.data/'] },
  { linterOptions: { noInlineConfig: true } },
  {
    files: ['**/*.mjs'],
    rules: { ...habits, 'max-params': ['error', 4], 'no-unused-vars': 'error', 'no-unreachable': 'error' },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: { ...habits, ...typed, 'no-console': 'error', 'no-restricted-properties': ['error', environment] },
  },
  // What speaks to a person at a terminal.
  {
    files: ['apps/clemency/**/*.ts', 'scripts/**', '**/*.spec.ts', '**/testing/**', 'test/**'],
    rules: { 'no-console': 'off' },
  },
  {
    // The configuration itself; entry points, which hand the environment over; what passes it on to other programs; tests.
    files: [
      'libs/process/src/config*.ts',
      'apps/*/src/main.ts',
      'apps/clemency/src/embedded/command.ts',
      'scripts/**/*.ts',
      'test/**/*.ts',
      '**/*.spec.ts',
      '**/testing/**/*.ts',
    ],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    // A suite is one function that tells many short stories, and Jest's matchers are typed with any.
    files: ['**/*.spec.ts', '**/testing/**/*.ts', 'test/**/*.ts'],
    rules: {
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/restrict-template-expressions': 'off',
    },
  },
  prettier,
);

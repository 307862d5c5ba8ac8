// The lint rules of the whole repository. Formatting is prettier's; arrows between folders are
// dependency-cruiser's.
import svelte from 'eslint-plugin-svelte'
import { defineConfig, globalIgnores } from 'eslint/config'
import { configs, parser, plugin } from 'typescript-eslint'
import { functionLength } from './infra/check/lint/function-length.js'

const tests = ['**/*.test.ts', '**/testing.ts', '**/testing/**', 'infra/{test,e2e}/**']

const noDefaultExport = {
  selector: 'ExportDefaultDeclaration, ExportSpecifier[exported.name="default"]',
  message: 'Export by name.',
}
const noEnvironment = {
  selector: 'MemberExpression[object.name="process"][property.name="env"]',
  message: 'Only a config.ts reads the environment; take a value from it.',
}
const noOldSyntax = {
  selector: 'TSEnumDeclaration, TSModuleDeclaration[kind="namespace"], TSParameterProperty',
  message: 'Erasable syntax only: Node strips types and runs the rest.',
}

const sizes = {
  'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
  'max-depth': ['error', 3],
  'lyceum/function-length': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
}

const plain = {
  eqeqeq: 'error',
  'no-var': 'error',
  'prefer-const': 'error',
  'object-shorthand': 'error',
  'no-restricted-syntax': ['error', noDefaultExport, noEnvironment, noOldSyntax],
  ...sizes,
}

const typed = {
  'max-params': 'off',
  '@typescript-eslint/max-params': ['error', { max: 3, countVoidThis: false }],
  '@typescript-eslint/consistent-type-imports': 'error',
  '@typescript-eslint/consistent-type-exports': 'error',
  '@typescript-eslint/no-import-type-side-effects': 'error',
  '@typescript-eslint/prefer-readonly': 'error',
  '@typescript-eslint/switch-exhaustiveness-check': [
    'error',
    { considerDefaultExhaustiveForUnions: true },
  ],
  '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
  '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
  '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
  '@typescript-eslint/no-unnecessary-condition': [
    'error',
    { allowConstantLoopConditions: 'only-allowed-literals' },
  ],
  '@typescript-eslint/no-unused-vars': [
    'error',
    { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
  ],
  // An interface does not fit a Record, and the wire is full of records.
  '@typescript-eslint/consistent-type-definitions': 'off',
  '@typescript-eslint/consistent-indexed-object-style': 'off',
  // A port's memory body is async because its real body must be.
  '@typescript-eslint/require-await': 'off',
}

export default defineConfig(
  globalIgnores(['node_modules/', 'dist/', 'coverage/', 'test-results/', 'infra/check/fixtures/']),
  {
    plugins: { lyceum: { rules: { 'function-length': functionLength } } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
  },
  {
    files: ['**/*.{js,mjs,cjs}'],
    rules: { ...plain, 'no-unused-vars': ['error', { vars: 'local' }], 'max-params': ['error', 3] },
  },
  {
    files: ['**/*.ts', '**/*.svelte'],
    extends: [configs.strictTypeChecked, configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: {
        projectService: true,
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.svelte'],
      },
    },
    rules: { ...plain, ...typed },
  },
  {
    // A classic script: the page calls what it declares.
    files: ['client/build/early.js'],
    languageOptions: { sourceType: 'script' },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    extends: [svelte.configs['flat/recommended']],
    languageOptions: { parserOptions: { parser } },
    plugins: { '@typescript-eslint': plugin },
    rules: {
      'svelte/no-at-html-tags': 'error',
      // `let { value = $bindable() } = $props()` is how Svelte declares props.
      'prefer-const': 'off',
      'svelte/prefer-const': ['error', { destructuring: 'all', excludedRunes: ['$props'] }],
    },
  },
  {
    // Types of components are svelte-check's: ESLint would build the whole program anew for each of them,
    // and still not see the types of another component's props and snippets.
    files: ['**/*.svelte'],
    extends: [configs.disableTypeChecked],
    rules: {
      'svelte/max-lines-per-block': ['error', { script: 150, template: 150, skipBlankLines: true }],
    },
  },
  {
    files: ['{server,sfu,recorder,shared}/**/*.ts'],
    rules: { 'no-console': 'error' },
  },
  {
    files: ['**/config.ts', 'infra/**', ...tests],
    rules: { 'no-restricted-syntax': ['error', noDefaultExport, noOldSyntax] },
  },
  {
    files: ['*.config.{js,ts}', '.*.js'],
    rules: { 'no-restricted-syntax': ['error', noEnvironment, noOldSyntax] },
  },
  {
    files: tests,
    rules: {
      'no-console': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
)

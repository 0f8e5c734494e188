import jsxA11y from 'eslint-plugin-jsx-a11y'
import reactHooks from 'eslint-plugin-react-hooks'
import tseslint from 'typescript-eslint'
import { noInventedElement } from './eslint.rules.js'

export default tseslint.config(
  { ignores: ['dist', 'node_modules', 'public', 'test-results', 'playwright-report', 'runs', '.cache'] },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { project: { rules: { 'no-invented-element': noInventedElement } } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/require-await': 'off',
      'no-restricted-properties': [
        'error',
        { property: 'innerHTML', message: 'Text of documents is only ever rendered as text.' },
      ],
      'no-eval': 'error',
      'max-len': [
        'error',
        {
          code: 110,
          ignoreStrings: true,
          ignoreTemplateLiterals: true,
          ignoreRegExpLiterals: true,
          ignoreUrls: true,
        },
      ],
      'max-lines': ['error', { max: 550 }],
    },
  },
  {
    files: ['src/ui/**/*.tsx', 'src/ui/**/*.ts'],
    plugins: { 'react-hooks': reactHooks },
    rules: {
      ...reactHooks.configs.recommended.rules,
      ...jsxA11y.flatConfigs.recommended.rules,
      // What scrolls can be reached and moved by keyboard.
      'jsx-a11y/no-noninteractive-tabindex': [
        'error',
        { tags: ['pre', 'blockquote'], roles: ['region', 'tabpanel'] },
      ],
    },
    ...{ plugins: { 'react-hooks': reactHooks, 'jsx-a11y': jsxA11y } },
  },
  {
    // What happens next is decided by a problem's code and values, never by its sentence.
    files: ['src/**/*.{ts,tsx}'],
    ignores: ['**/*.test.{ts,tsx}'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector:
            'CallExpression[callee.property.name=/^(startsWith|endsWith|includes|match|indexOf)$/]' +
            '[callee.object.property.name=/^(message|note|code)$/]',
          message: 'Decide by a code and its values, not by what a sentence says.',
        },
        {
          // One that is loaded from an address is outside of the page's content policy.
          selector: 'NewExpression[callee.name=/^(Shared)?Worker$/]',
          message: 'Start it with startWorker (src/base), which hands the policy on.',
        },
      ],
    },
  },
  {
    // The rules of the game, the numbers and the generators draw from the run's own seeded generator, never
    // from the machine's.
    files: [
      'src/spice/**',
      'src/training/**',
      'src/model/**',
      'src/players/**',
      'src/study/**',
      'src/corpus/**',
      'src/text/**',
    ],
    rules: {
      'no-restricted-properties': [
        'error',
        {
          object: 'Math',
          property: 'random',
          message: 'Draw from base/random: a run repeats exactly from its seed.',
        },
      ],
    },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    ignores: ['**/*.test.{ts,tsx}'],
    rules: { 'project/no-invented-element': 'error' },
  },
  {
    // Where a wrong index would become a wrong number, a fallback of any kind after an index is refused.
    files: ['src/{model,ops,gpu,training}/**', 'shaders/**'],
    rules: { 'project/no-invented-element': ['error', { all: true }] },
  },
  {
    // References are plain loops without checked indices.
    files: ['shaders/**/*.ref.ts'],
    rules: { 'project/no-invented-element': 'off' },
  },
)

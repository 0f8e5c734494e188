// What is chosen by name is named in its own file and in the list, and nowhere else but in the languages and
// in tests: adding one touches nothing more. Presets' values stand in the schema.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { architectureNames } from '../checkpoint/architectures'
import { optimizers } from '../ops/optimizers'
import { optimizerNames } from './schema'

const root = join(import.meta.dirname, '..', '..')
const isTest = /\.(test|contract)\.tsx?$|\.testing\.ts$|\/testing\//

const sources = ['src', 'shaders'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((path) => `${folder}/${path}`)
    .filter((path) => /\.tsx?$/.test(path) && !isTest.test(path) && !path.startsWith('src/ui/strings/'))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') })),
)

/**
 * The same word for something else: GGUF names ways to split a text, and kinds of tokenizer, after the family
 * that came with them.
 */
const homonyms: Readonly<Record<string, readonly string[]>> = {
  qwen2: ['src/text/preTokenizers.ts'],
  llama: ['src/text/tokenizerJson.ts', 'src/text/sentencePiece.ts', 'src/problems/english/tokenizers.ts'],
}

/** Files with the name as a string of its own, in whatever quotes. */
const naming = (name: string): string[] =>
  sources
    .filter(({ text }) => new RegExp(`(['"\`])${name}\\1`).test(text))
    .map(({ path }) => path)
    .filter((path) => homonyms[name]?.includes(path) !== true)

const choices = [
  ...optimizerNames.map((name) => [
    'optimizer',
    name,
    `src/ops/optimizers/${name}.ts`,
    ['src/config/schema.ts'],
  ]),
  ...architectureNames.map((name) => ['architecture', name, `src/checkpoint/architectures/${name}.ts`, []]),
] as [kind: string, name: string, own: string, lists: string[]][]

describe('what is chosen by name', () => {
  it.each(choices)('the %s %s is named in its file and its list alone', (_, name, own, lists) => {
    expect(naming(name).toSorted()).toEqual([own, ...lists].toSorted())
  })

  it('has an optimizer for each name of the schema, under its own name', () => {
    expect(Object.entries(optimizers).map(([key, { name }]) => [key, name])).toEqual(
      optimizerNames.map((name) => [name, name]),
    )
  })
})

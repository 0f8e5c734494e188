// Answer types, gates, rewards and prompt styles are named in their own file, in the list and where the
// configuration has its presets, and nowhere else but in the languages and in tests.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { answers } from './answers'
import { answerTypes } from './answers/names'
import { activeGates } from './gates'
import { gateNames } from './gates/names'
import { promptStyle } from './prompts'
import { promptStyles } from './prompts/names'
import { rewardKinds } from './rewards'
import { challengerRewards } from './rewards/names'

const root = join(import.meta.dirname, '..')
const isTest = /\.(test|contract)\.tsx?$|\.testing\.ts$|\/testing\//
const presets = ['config/schema.ts', 'config/seatedModel.ts']

/** The same word for something else. */
const homonyms: Readonly<Record<string, readonly string[]>> = {
  // The kinds of a field of the configuration.
  integer: [
    'cli/configuration.ts',
    'config/config.ts',
    'config/field.ts',
    'config/link.ts',
    'ui/train/FieldRow.tsx',
    // A part of a number that Intl writes.
    'ui/format.ts',
  ],
  // A field of a candidate.
  duplicate: ['spice/round/gate.ts'],
  // A kind of warm-start example, and whose answer the gold is.
  openBook: ['training/examples.ts', 'spice/round/teach.ts'],
  // The coin of the Reasoner's reward, and fields that hold a generator.
  random: ['players/scriptPlayer.ts', 'spice/round/reward.ts', 'spice/round/state.ts'],
  // A notation of numbers.
  compact: ['ui/format.ts'],
  // How much of the header is shown.
  brief: ['ui/shell/Header.tsx'],
  // A preset, and the paper's algorithm.
  paper: ['config/field.ts', 'spice/algorithm.ts', 'state/drawChoice.ts'],
}

const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path) && !isTest.test(path) && !path.startsWith('ui/strings/'))
  .map((path) => ({
    path,
    // What `typeof` gives is no answer type.
    text: readFileSync(join(root, path), 'utf8').replace(/typeof [^\n]{0,80}?[!=]== '\w+'/g, ''),
  }))

const naming = (name: string): string[] =>
  sources.filter(({ text }) => new RegExp(`(['"\`])${name}\\1`).test(text)).map(({ path }) => path)

const choices = [
  ...answerTypes.map((name) => ['answers', name] as const),
  ...gateNames.map((name) => ['gates', name] as const),
  ...challengerRewards.map((name) => ['rewards', name] as const),
  ...promptStyles.map((name) => ['prompts', name] as const),
]

describe('what is chosen by name', () => {
  it.each(choices)('%s: %s is named in its own file and the list', (kind, name) => {
    const list = `spice/${kind}/names.ts`
    const allowed = [list, `spice/${kind}/${name}.ts`, ...presets, ...(homonyms[name] ?? [])]
    const found = naming(name)
    expect(found).toContain(list)
    expect(found.filter((path) => !allowed.includes(path))).toEqual([])
  })

  it('has an object under each name, with a file of its own', () => {
    const named = {
      answers: Object.values(answers).map(({ name }) => name),
      gates: activeGates(gateNames).map(({ name }) => name),
      rewards: Object.values(rewardKinds).map(({ name }) => name),
      prompts: promptStyles.map((name) => promptStyle(name).name),
    }
    for (const [kind, name] of choices) {
      expect(named[kind]).toContain(name)
      expect(sources.map(({ path }) => path)).toContain(`spice/${kind}/${name}.ts`)
    }
  })
})

// Every sentence that gates, engine and readers can say has its words in every language: they are gathered
// from the sources.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { sentences } from './de/said'
import { sayer } from './said'

const root = join(import.meta.dirname, '../..')
/**
 * Sentences that no visitor of the page reads in its own words: prompts and stories, which the model reads;
 * and the command line's.
 */
const elsewhere = [
  /^(ui|cli|study|problems)\//,
  /\.(test|testing|contract)\.ts$/,
  /\/testing\//,
  /^spice\/(englishReasons|answers\/[a-zA-Z]+|(prompts|rewards)\/[a-zA-Z]+|stories\/(forms|generateStory)|freeText|recheck)\.ts$/,
  /^players\/scriptPlayer\.ts$/,
  /^replay\/samples\.ts$/,
  /^engine\/(harness|testing)\.ts$/,
  /^state\/personSeat\.ts$/,
]
const alsoElsewhere: Readonly<Record<string, RegExp>> = {
  'spice/programs/programTasks.ts': /What is (the|an|a) (output|input|program)\?|^\. $/,
  'players/remotePlayer.ts': /^\n/,
  // The name of a branch, and a fault of the code.
  'state/draft.ts': /^\{\}, from round/,
  'model/packing.ts': /^training sequence/,
}
/** What work that was told to stop ends with: nobody is told. */
const unsaid = /^(The (run|trial|warm start) was told to stop\.|The person was not waited for\.)$/

function literal(node: ts.Node): string | null {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text
  if (ts.isTemplateExpression(node))
    return node.head.text + node.templateSpans.map((span) => `{}${span.literal.text}`).join('')
  return null
}

function* said(path: string): Generator<string> {
  const source = ts.createSourceFile(
    path,
    readFileSync(join(root, path), 'utf8'),
    ts.ScriptTarget.Latest,
    true,
  )
  const nodes: ts.Node[] = [source]
  for (let node = nodes.pop(); node !== undefined; node = nodes.pop()) {
    const text = literal(node)
    if (text !== null && /\s/.test(text) && /([.?!]|: \{\})\s*$/.test(text) && !/^[\s{}.:]*$/.test(text))
      yield text
    node.forEachChild((child) => {
      nodes.push(child)
    })
  }
}

const paths = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'))
const spoken = paths
  .filter((path) => !elsewhere.some((rule) => rule.test(path)) || path in alsoElsewhere)
  .flatMap((path) =>
    [...said(path)]
      .filter((text) => !(alsoElsewhere[path]?.test(text) ?? false) && !unsaid.test(text))
      .map((text) => ({ path, text })),
  )

describe('what the engine says', () => {
  it('is in the German table, every sentence', () => {
    expect(spoken.length).toBeGreaterThan(20)
    expect(
      spoken
        .filter(({ text }) => !Object.hasOwn(sentences, text))
        .map(({ path, text }) => `${path}: ${text}`),
    ).toEqual([])
  })

  it('keeps every blank', () => {
    const blanks = (text: string): number => text.match(/\{\d*\}/g)?.length ?? 0
    for (const [from, to] of Object.entries(sentences)) expect(blanks(to), from).toBe(blanks(from))
  })

  const say = sayer(sentences)
  it.each([
    [
      'Checkpoint "9": The checkpoint does not say where its run stood. Remove it to go on from an older one.',
      'Speicherpunkt „9“: Der Speicherpunkt sagt nicht, wo sein Lauf stand. Löschen Sie ihn, um von einem älteren weiterzumachen.',
    ],
    [
      'game.rounds: "x" is not a number; 40 is used.',
      'game.rounds: "x" passt nicht, nur eine Zahl; genommen wird 40.',
    ],
    [
      'My own note. To keep within the budget for episodes, rounds before 11 are kept without the likeliest tokens.',
      'My own note. Damit der Platz für Episoden reicht: Runden vor 11 werden ohne die wahrscheinlichsten Token behalten.',
    ],
    [
      'The run needs 3.1 GB on the device (weights 1.0 GB, gradients and optimizer 2.0 GB, activations 0.05 GB, sampling 0.05 GB), and 2.0 GB are there. No setting makes it fit: choose a smaller model.',
      'Der Lauf braucht 3.1 GB auf dem Gerät (Gewichte 1.0 GB, Gradienten und Optimierer 2.0 GB, Aktivierungen 0.05 GB, Sampling 0.05 GB), und 2.0 GB sind da. Keine Einstellung macht es passend: wählen Sie ein kleineres Modell.',
    ],
    [
      'The weights file has 12 bytes before tensor "a.b" that belong to nothing.',
      'Die Datei mit den Gewichten hat vor dem Tensor „a.b“ 12 Bytes, die zu nichts gehören.',
    ],
    ['Nobody wrote this.', 'Nobody wrote this.'],
    ['', ''],
  ])('%s', (english, german) => expect(say(english)).toBe(german))
})

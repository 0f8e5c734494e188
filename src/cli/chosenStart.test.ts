// Documents and nothing else named: the run asks gaps from weights that come with the lab, is valid from its
// first round on, and says in its first and last line how it fares.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { documentChoice } from '../config/documentChoice'
import { fakeMachine } from '../engine/testing/fakeMachine'
import type { RoundMetrics } from '../protocol/records'
import { beginningOf } from './beginRun'
import { run, type RunOptions } from './runCommand'
import { TerminalProgress } from './terminalProgress'
import { DONE } from './usage'

let root = ''
const options = (change: Partial<RunOptions> = {}): RunOptions => ({
  ...{ corpus: join(root, 'documents'), seed: 7, out: join(root, 'run'), rounds: 1 },
  ...{ warmStartOnly: false, resume: false, set: [] },
  ...change,
})

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'spice-chosen-'))
  await mkdir(join(root, 'documents'))
  const about = ['harbours', 'bridges', 'mills', 'quarries']
  for (const [i, what] of about.entries()) {
    const sentences = Array.from(
      { length: 30 },
      (_, k) =>
        `In the year ${1600 + 10 * i + k} the council of Lindow ${k} ordered ${20 + k} barrels of lime for the ${what} beside Karlsborg.`,
    )
    await writeFile(join(root, 'documents', `${what}.txt`), sentences.join(' '))
  }
})
afterAll(() => rm(root, { recursive: true, force: true }))

it('begins with what the page chooses for documents, and never from noise', () => {
  const { weights, linked } = documentChoice(7)
  const chosen = beginningOf(options())
  expect(chosen.weights).toContain(`${weights}.safetensors`)
  expect(chosen.linked).toEqual({
    ...linked,
    config: { ...linked.config, game: { ...linked.config.game, rounds: 1 } },
  })
  expect(beginningOf(options({ corpus: 'prose' })).linked.config.game.world).toBe('cloze')
  const made = beginningOf(options({ corpus: 'stories-numbers,stories-relations' }))
  expect([made.weights?.endsWith('tiny-stories.safetensors'), made.linked.config.game.world]).toEqual([
    true,
    'passages',
  ])
  // What is named is what is meant.
  for (const named of [{ preset: 'default' }, { model: 'nano' }, { warmStart: 10 }])
    expect(beginningOf(options(named))).toMatchObject({
      weights: null,
      linked: { config: { game: { world: 'passages' } } },
    })
})

it('plays a round of valid questions, with recall, transfer and general in its line', async () => {
  const show = new TerminalProgress({ write: () => true } as unknown as NodeJS.WriteStream, false)
  expect(await run(options({ set: ['probe.questions=20', 'game.passages=2'] }), show, fakeMachine())).toBe(
    DONE,
  )
  const lines = (await readFile(join(root, 'run', 'metrics.jsonl'), 'utf8')).trim().split('\n')
  const [line] = lines.map((each) => JSON.parse(each) as RoundMetrics)
  expect(line?.validRate).toBeGreaterThan(0.9)
  for (const rate of [line?.recall, line?.transfer, line?.general]) expect(rate).toEqual(expect.any(Number))
  expect(line?.chances).toEqual({ recall: 0.25, transfer: 0.25, general: 0.25 })
  expect(line?.chance).toBe(0.25)
})

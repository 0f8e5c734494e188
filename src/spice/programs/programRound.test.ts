// Absolute Zero's game by the common round: proposals are run, answers are run, references grow with what was
// accepted.
import { describe, expect, it } from 'vitest'
import { Random } from '../../base/random'
import { ScriptPlayer } from '../../players/scriptPlayer'
import { freeText } from '../analyser'
import { recheckEpisode } from '../recheck'
import { playRound, type TestRound } from '../testing/testRound'
import type { Player } from '../seats'
import { sumConfig, sumPassages } from '../testing/sums'
import { drawProgram, drawProgramTask, referencesFor } from './generateProgram'
import { parseProgram, runProgram } from './interpret'
import { acceptedOf, programKinds, proposalText, type ProgramKind } from './programTasks'

/** Proposes programs of its own, one in four of which do not parse or run. */
const proposer = new ScriptPlayer('proposer', ({ type }, random) => {
  if (random.chance(0.25)) return random.pick([' nonsense Input: 3', ' x 0 / Input: 3 4 5 6', ' x'])
  return proposalText(drawProgramTask(random, type.replace(':', '') as ProgramKind).program)
})
/** Runs the programs of its questions, and is right now and then. */
const solver = new ScriptPlayer('solver', ({ text }, random) => {
  const [, source = '', input = '0'] = /^Program: (.+) Input: (-?\d+) /u.exec(text) ?? []
  const program = parseProgram(source)
  const output = program.ok ? runProgram(program.value, Number(input)) : program
  return ` Answer: ${random.chance(0.5) && output.ok ? output.value : random.integer(0, 11)}`
})

const changes = {
  'game.world': 'programs',
  'update.advantage': 'whitened',
  'reward.challenger': 'absoluteZero',
  'reward.useless': -0.5,
  'reward.invalid': -1,
  'reward.wrong': -0.5,
  'reward.noAnswer': -1,
  'gates.active': ['parse', 'duplicate'],
}
const config = sumConfig(changes)
const play = (
  challenger: Player = proposer,
  history: readonly string[] = [],
  round = 1,
): Promise<TestRound> =>
  playRound({
    config,
    seed: 3,
    round,
    passages: sumPassages(18),
    challenger,
    reasoner: solver,
    history,
    analyser: freeText,
  })

describe('a round of Absolute Zero', () => {
  it('asks for all three kinds, runs what is proposed and what is answered, and its records follow from the rules', async () => {
    const { episodes, metrics, trajectories } = await play()
    const tasks = episodes.flatMap(({ candidates }) => candidates.flatMap(({ task }) => task ?? []))
    expect(new Set(tasks.map(({ program }) => program?.kind))).toEqual(new Set(programKinds))
    for (const episode of episodes) expect(recheckEpisode(episode, config, 3)).toEqual([])
    expect(metrics.validRate).toBeGreaterThan(0.5)
    expect(metrics.validRate).toBeLessThan(0.95)
    expect(metrics.passRate).toBeGreaterThan(0.05)
    expect(
      trajectories.some(({ seat }) => seat === 'challenger') &&
        trajectories.some(({ seat }) => seat === 'reasoner'),
    ).toBe(true)
    expect(await play()).toEqual(await play())
  })

  it('pays by learnability, -0.5 for what all or none solve, -1 for what does not run; answers 1, -0.5 and -1', async () => {
    const { episodes } = await play()
    for (const { candidates, attempts } of episodes) {
      for (const [index, { reward, valid }] of candidates.entries()) {
        const own = attempts.filter((attempt) => attempt.candidate === index)
        if (reward === null) continue
        const rate = own.filter(({ verdict }) => verdict === 'right').length / own.length
        expect(reward).toBe(!valid ? -1 : rate === 0 || rate === 1 ? -0.5 : 1 - rate)
      }
      for (const { verdict, reward } of attempts)
        expect(reward).toBe({ right: 1, wrong: -0.5, noAnswer: -1 }[verdict])
    }
  })

  it('has a baseline for each kind and seat: the advantages of each of the six have mean 0', async () => {
    const { episodes } = await play()
    const byPair = new Map<string, number[]>()
    const add = (key: string, value: number | null): void =>
      void (value === null ? 0 : byPair.set(key, [...(byPair.get(key) ?? []), value]))
    for (const { candidates, attempts, passage } of episodes) {
      for (const { advantage } of candidates) add(`challenger ${passage.document}`, advantage)
      for (const { advantage } of attempts) add(`reasoner ${passage.document}`, advantage)
    }
    expect(byPair.size).toBe(6)
    for (const values of byPair.values())
      expect(values.reduce((sum, value) => sum + value, 0) / values.length).toBeCloseTo(0, 9)
  })

  it('shows past triples of the kind, those accepted in earlier rounds among them, and refuses a repeat', async () => {
    const first = await play()
    for (const { passage } of first.episodes) expect(passage.text.split('. ')).toHaveLength(3)
    expect(first.history.length).toBeGreaterThan(10)
    const kept = acceptedOf('deduction', first.history)
    expect(kept.length).toBeGreaterThan(0)
    const many = Array.from({ length: 40 }, (_, seed) =>
      referencesFor('deduction', first.history, 3, Random.from(seed)),
    ).join(' ')
    expect(kept.some((text) => many.includes(text.trim()))).toBe(true)
    const same = new ScriptPlayer('same', ({ type }) =>
      type === 'induction:' ? ' x 2 * Inputs: 1 2 3 4' : ' x 2 * Input: 7',
    )
    const { episodes, metrics } = await play(same)
    expect(episodes.flatMap(({ candidates }) => candidates).filter(({ valid }) => valid)).toHaveLength(3)
    expect(metrics.duplicateShare).toBeGreaterThan(0.9)
  })

  it('never shows the Reasoner the references, nor the hidden pairs or the program of an induction', async () => {
    const { episodes } = await play()
    const inductions = episodes.flatMap(({ candidates }) =>
      candidates.flatMap(({ task }) => (task?.program?.kind === 'induction' ? [task] : [])),
    )
    expect(inductions.length).toBeGreaterThan(2)
    for (const { question, program } of inductions) {
      expect(question).not.toContain(program?.source ?? '?')
      expect(question.split('gives')).toHaveLength(3)
    }
    for (const { prompts, passage } of episodes)
      expect(prompts.reasoner?.text.includes(passage.text)).not.toBe(true)
  })
})

describe('seed programs', () => {
  it('read, and repeat from their draws', () => {
    for (let seed = 0; seed < 200; seed++) {
      const source = drawProgram(Random.from(seed))
      expect(parseProgram(source).ok).toBe(true)
      expect(drawProgram(Random.from(seed))).toBe(source)
    }
  })
})

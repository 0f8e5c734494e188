// The runtime against a machine that is written down here: what it is asked, and what becomes of its answers.
import { describe, expect, it } from 'vitest'
import { joinAutomata, oneOf, statesAlong } from '../../base/tokenAutomaton'
import { hash32 } from '../../base/random'
import { architectureOf } from '../../config/architecture'
import { preset, withValue } from '../../config/config'
import { last } from '../../base/at'
import { initialValues } from '../../model/initialise'
import { layoutOf } from '../../model/parameters'
import { marks, type Trajectory } from '../../spice/seats'
import { TokenizerTrainer } from '../../text/tokenizer'
import { PolicyLearner } from '../../training/learner'
import { startPosition } from '../checkpoints/snapshot'
import type { MachineArrays } from './frames'
import type { MachineLink, Question } from './machineLink'
import { MachineRuntime } from './machineRuntime'

const trainer = new TokenizerTrainer()
trainer.add('one two three four five six seven eight nine ten')
const tokenizer = trainer.finish(300, marks)
const architecture = architectureOf('nano', tokenizer.size)
const { elements } = layoutOf(architecture)

/** Bit for bit; comparing numbers one by one takes seconds. */
const same = (a: Float32Array, b: Float32Array | null): boolean =>
  b !== null && Buffer.from(a.buffer).equals(Buffer.from(b.buffer))

class WrittenMachine implements MachineLink {
  readonly about = { engine: 'test 1', device: 'paper', world: 2, backend: 'post', offers: ['score'] }
  readonly asked: { readonly question: Question; readonly arrays: MachineArrays }[] = []
  readonly arena = new Float32Array(elements)

  ask(question: Question, arrays: MachineArrays = {}) {
    this.asked.push({ question, arrays })
    const of: Record<string, { answer: Record<string, unknown>; arrays: MachineArrays }> = {
      accumulate: { answer: { loss: 1.5, tokens: 7, clippedShare: 0 }, arrays: {} },
      step: { answer: { norms: [1, 2], norm: 3 }, arrays: {} },
      save: { answer: { step: 4 }, arrays: { values: this.arena, m: this.arena, v: this.arena } },
      generate: {
        answer: {},
        arrays: {
          length: Uint32Array.of(2, 1, 1),
          stopped: Uint32Array.of(1, 0, 1),
          tokens: Uint32Array.of(5, 6, 7, 8),
          logp: Float32Array.of(-1, -2, -3, -4),
          entropy: Float32Array.of(1, 2, 3, 4),
          topIds: Uint32Array.from({ length: 20 }, (_, i) => i),
          topProbabilities: new Float32Array(20),
        },
      },
      score: { answer: {}, arrays: { logp: Float32Array.of(-1, -2, -4) } },
    }
    const { arena, first } = question
    const { values } = arrays
    if (arena === 'weights' && values instanceof Float32Array) this.arena.set(values, Number(first))
    return Promise.resolve(of[question.ask] ?? { answer: {}, arrays: {} })
  }

  get last() {
    return last(this.asked)
  }
}

async function opened(config = preset('nano')) {
  const machine = new WrittenMachine()
  return { machine, runtime: await MachineRuntime.open(machine, architecture, tokenizer, config) }
}

describe('a model on a machine', () => {
  it('is opened with where each parameter stands', async () => {
    const { machine, runtime } = await opened()
    expect(machine.last.question).toMatchObject({
      ask: 'open',
      optimizer: 'adamw',
      adapter: null,
      adapted: [],
    })
    const { layout } = machine.last.question as unknown as { layout: { places: object[]; elements: number } }
    expect(layout.elements).toBe(elements)
    expect(layout.places[0]).toEqual({
      name: 'embedding',
      shape: [tokenizer.size, 64],
      offset: 0,
      elements: 64 * tokenizer.size,
    })
    expect(runtime.gpu.info.description).toBe('test 1 on paper, 2 processes (post)')
  })

  it('begins with the weights that any machine begins with', async () => {
    const { machine, runtime } = await opened()
    await runtime.initialise(7)
    expect(same(machine.arena, initialValues(layoutOf(architecture), 7))).toBe(true)
    expect(machine.last.question).toEqual({ ask: 'restore', step: 0 })
  })

  it('gives each completion the stream that the lab gives it', async () => {
    const { machine, runtime } = await opened()
    const request = { seat: 'reasoner' as const, parts: [], maxNewTokens: 9, temperature: 1 }
    const completions = await runtime.player.complete(
      [
        { ...request, tokens: [1, 2, 3], count: 2, stream: 11 },
        { ...request, tokens: [4], count: 1, stream: 12 },
      ],
      { seed: 5 },
    )
    expect(machine.last.question).toMatchObject({
      ask: 'generate',
      player: 'model',
      maxNewTokens: 9,
      seed: 5,
    })
    expect(machine.last.arrays).toEqual({
      prompts: Uint32Array.of(1, 2, 3, 4),
      promptLengths: Uint32Array.of(3, 1),
      counts: Uint32Array.of(2, 1),
      streams: Uint32Array.of(hash32(11, 0), hash32(11, 1), hash32(12, 0)),
    })
    expect(completions.map((group) => group.map(({ tokens }) => tokens))).toEqual([[[5, 6], [7]], [[8]]])
    expect(completions[0]?.[1]).toMatchObject({ logp: [-3], entropy: [3], stopped: false })
    expect(completions[1]?.[0]?.top).toEqual([[15, 0, 16, 0, 17, 0, 18, 0, 19, 0]])
  })

  it('gets the marks of a prompt, and none that a document spells out', async () => {
    const { machine, runtime } = await opened()
    const spelled = marks.map((mark) => `<|${mark}|>`).join('')
    const tokens = runtime.player.encode([
      { mark: 'begin' },
      { text: `one ${spelled}` },
      { mark: 'reasoner' },
    ])
    await runtime.player.complete(
      [{ seat: 'reasoner', parts: [], tokens, count: 3, stream: 1, maxNewTokens: 9, temperature: 1 }],
      { seed: 5 },
    )
    const asked = machine.last.arrays['prompts']
    if (asked === undefined) throw new Error('the machine was asked without a prompt')
    const prompt = [...asked]
    const ids = marks.map((mark) => tokenizer.mark(mark))
    expect(prompt.filter((id) => ids.includes(id))).toEqual([
      tokenizer.mark('begin'),
      tokenizer.mark('reasoner'),
    ])
    expect(tokenizer.decode(prompt)).toContain(spelled)
  })

  it('is asked nothing in a round without signal, and no accumulation of a seat without', async () => {
    const { machine, runtime } = await opened()
    const before = machine.asked.length
    const of = (seat: Trajectory['seat'], advantage: number): Trajectory => ({
      ...{ seat, advantage, weight: 1, prompt: [1, 2] },
      completion: { tokens: [3], logp: [-1], entropy: [0], top: [], text: '', stopped: true },
    })
    const learner = new PolicyLearner(runtime.trainer, { config: preset('nano'), seed: 1, round: 0 })
    await learner.update([of('challenger', 0), of('reasoner', 0)], { learningRate: 1e-3 })
    expect(machine.asked.slice(before)).toEqual([])
    await learner.update([of('challenger', 0), of('reasoner', 1)], { learningRate: 1e-3 })
    expect(machine.asked.slice(before).map(({ question }) => question.ask)).toEqual(['accumulate', 'step'])
  })

  it('sends sequences end to end, with a weight for each predicted token', async () => {
    const { machine, runtime } = await opened()
    const report = await runtime.trainer.accumulate(
      [
        { tokens: Uint32Array.of(1, 2, 3), from: 1, weight: 0.5, advantage: -1 },
        { tokens: Uint32Array.of(4, 5), from: 1, weight: Float32Array.of(0.25), advantage: 2 },
      ],
      { set: 1, temperature: 1, clip: null },
    )
    expect(report).toEqual({ loss: 1.5, tokens: 7, clippedShare: 0 })
    expect(machine.last.arrays).toEqual({
      tokens: Uint32Array.of(1, 2, 3, 4, 5),
      lengths: Uint32Array.of(3, 2),
      starts: Uint32Array.of(1, 1),
      advantages: Float32Array.of(-1, 2),
      weights: Float32Array.of(0.5, 0.5, 0.25),
    })
  })

  it('scores what goes on from a prompt, and nothing where nothing goes on', async () => {
    const { machine, runtime } = await opened()
    const sequences = [
      { tokens: [1, 2, 3], from: 1 },
      { tokens: [4], from: 1 },
      { tokens: [5, 6], from: 1 },
    ]
    await expect(runtime.player.score?.(sequences)).resolves.toEqual([-3, 0, -4])
    expect(machine.last.question).toEqual({ ask: 'score' })
    expect(machine.last.arrays).toEqual({
      tokens: Uint32Array.of(1, 2, 3, 5, 6),
      lengths: Uint32Array.of(3, 2),
      starts: Uint32Array.of(1, 1),
    })
    const asked = machine.asked.length
    await expect(runtime.player.score?.([{ tokens: [4], from: 1 }])).resolves.toEqual([0])
    expect(machine.asked).toHaveLength(asked)
  })

  it('has no numbers from a machine that does not offer them', async () => {
    const machine = new WrittenMachine()
    machine.about.offers.pop()
    const runtime = await MachineRuntime.open(machine, architecture, tokenizer, preset('nano'))
    expect(runtime.player).toHaveProperty('score', undefined)
  })

  it('sends automata beside what is held to them, and states in their numbers', async () => {
    const { machine, runtime } = await opened()
    const automaton = oneOf([[5, 6], [7]], 9)
    const request = { seat: 'reasoner' as const, parts: [], maxNewTokens: 9, temperature: 1 }
    await runtime.player.complete(
      [
        { ...request, tokens: [1, 2, 3], count: 2, stream: 11, automaton },
        { ...request, tokens: [4], count: 1, stream: 12 },
      ],
      { seed: 5 },
    )
    const { first, tokens, next } = joinAutomata([automaton], 300)
    const sent = { stateFirst: first, edgeTokens: tokens, edgeNext: next }
    expect(machine.last.arrays).toMatchObject({ ...sent, states: Uint32Array.of(1, 0) })
    await runtime.trainer.accumulate(
      [
        { tokens: Uint32Array.of(1, 5, 6, 9), from: 1, weight: 1, advantage: 1, automaton },
        { tokens: Uint32Array.of(4, 5), from: 1, weight: 1, advantage: 2 },
      ],
      { set: 1, temperature: 1, clip: null },
    )
    const states = [...statesAlong(automaton, [5, 6, 9]).map((state) => 1 + state), 0]
    expect(machine.last.arrays).toMatchObject({ ...sent, states: Uint32Array.from(states) })
  })

  it('saves what it holds, and goes on from it', async () => {
    const { runtime } = await opened()
    await runtime.initialise(7)
    const snapshot = await runtime.snapshot(startPosition)
    expect(snapshot.optimizer?.step).toBe(4)
    const again = await opened()
    await again.runtime.restore(snapshot, 1, null)
    expect(same(again.machine.arena, snapshot.values)).toBe(true)
    expect(again.machine.last.question).toEqual({ ask: 'restore', step: 4 })
    expect(Object.keys(again.machine.last.arrays)).toEqual(['m', 'v'])
  })

  it('lets an adapter learn beside weights that stand still', async () => {
    const { machine } = await opened(withValue(preset('nano'), 'weights.trained', 'adapter'))
    const { adapter, adapted } = machine.last.question as unknown as { adapter: object; adapted: object[] }
    expect(adapter).toMatchObject({ places: expect.arrayContaining([]) as object })
    expect(adapted[0]).toEqual({
      projection: 'qkv',
      rank: 4,
      scale: 2,
      parts: [
        { first: 0, count: 64 },
        { first: 64, count: 64 },
        { first: 128, count: 64 },
      ],
    })
  })

  it('refuses to be asked once the machine holds another model', async () => {
    const { machine, runtime } = await opened()
    await MachineRuntime.open(machine, architecture, tokenizer, preset('nano'))
    await expect(runtime.snapshot(startPosition)).rejects.toThrow(/another model/)
  })
})

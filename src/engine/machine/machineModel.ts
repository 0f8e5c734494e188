// A model on a machine: the questions of the protocol with their arrays, as the sampler and the trainer that
// the rest of the lab knows. It must not know rounds, runs or stores.

import { problem } from '../../problems'
import { at } from '../../base/at'
import { hash32 } from '../../base/random'
import { joinAutomata, startOf, statesAlong, type JoinedAutomata } from '../../base/tokenAutomaton'
import type { AdapterSettings } from '../../config/adapterSettings'
import type { Architecture } from '../../config/architecture'
import type { OptimizerName } from '../../config/schema'
import { floatPieces, type TensorSource } from '../../formats/tensors'
import { namedRanges } from '../../checkpoint/tensorNames'
import type { LoadOptions } from '../../checkpoint/loadModel'
import { adaptedProjections, adapterLayoutOf, loraShape } from '../../model/adapter'
import { optimizerNamed, type OptimizerState } from '../../model/optimizerState'
import { automataOf, type TrainingSequence } from '../../model/packing'
import { layoutOf, type ParameterLayout } from '../../model/parameters'
import type { Generation, SamplerRequest, SequenceScorer, TokenSampler } from '../../players/modelPlayer'
import type { GradientTrainer } from '../../training/learner'
import { EngineError } from '../errors'
import type { MachineArrays } from './frames'
import type { MachineLink, MachineReply, Question } from './machineLink'

/** What an arena holds: all weights, an adapter's, or those of a player that does not learn. */
export type ArenaName = 'weights' | 'adapter' | 'frozen'

/** Numbers that travel in one frame. */
const PIECE = 1 << 22
const TOP = 5

/** Which model a machine holds now: opening another one takes the place of the one before. */
const holders = new WeakMap<MachineLink, MachineModel>()

const layoutJson = ({ places, elements, decayElements }: ParameterLayout): object => ({
  places: places.map(({ name, shape, offset, elements: count }) => ({
    ...{ name, shape, offset },
    elements: count,
  })),
  elements,
  decayElements,
})

/** What a machine is told of a model: its shape, where its parameters lie, and the adapter beside them. */
export function modelQuestion(
  architecture: Architecture,
  adapter: AdapterSettings | null,
  optimizer: OptimizerName | null,
): Question {
  return {
    ask: 'open',
    architecture,
    layout: layoutJson(layoutOf(architecture)),
    adapter: adapter === null ? null : layoutJson(adapterLayoutOf(architecture, adapter)),
    adapted:
      adapter === null
        ? []
        : adaptedProjections(architecture, adapter).map((each) => ({
            projection: each.projection,
            ...loraShape(adapter, each),
          })),
    optimizer,
  }
}

const joined = (parts: readonly Uint32Array[]): Uint32Array => {
  const out = new Uint32Array(parts.reduce((sum, { length }) => sum + length, 0))
  let next = 0
  for (const part of parts) {
    out.set(part, next)
    next += part.length
  }
  return out
}

export class MachineModel {
  private constructor(
    private readonly link: MachineLink,
    readonly architecture: Architecture,
    /** Of what learns. */
    readonly layout: ParameterLayout,
    private readonly optimizer: OptimizerName | null,
  ) {}

  /**
   * Zeros, in place of whatever the machine held before. With an adapter the weights stand still; without an
   * optimizer nothing learns.
   */
  static async open(
    link: MachineLink,
    architecture: Architecture,
    adapter: AdapterSettings | null,
    optimizer: OptimizerName | null,
  ): Promise<MachineModel> {
    const layout = adapter === null ? layoutOf(architecture) : adapterLayoutOf(architecture, adapter)
    const model = new MachineModel(link, architecture, layout, optimizer)
    holders.set(link, model)
    await model.ask(modelQuestion(architecture, adapter, optimizer))
    return model
  }

  private ask(question: Question, arrays?: MachineArrays): Promise<MachineReply> {
    if (holders.get(this.link) !== this)
      throw new Error('the machine holds another model by now, which was opened after this one')
    return this.link.ask(question, arrays)
  }

  /** A whole arena. */
  async load(arena: ArenaName, values: Float32Array): Promise<void> {
    for (let first = 0; first < values.length; first += PIECE)
      await this.ask({ ask: 'weigh', arena, first }, { values: values.subarray(first, first + PIECE) })
  }

  /** All weights of a file, piece by piece. */
  async loadFrom(
    arena: ArenaName,
    source: TensorSource,
    { onProgress, signal }: Pick<LoadOptions, 'onProgress' | 'signal'> = {},
  ): Promise<void> {
    const ranges = namedRanges(this.architecture)
    for (const [index, { name, offset }] of ranges.entries()) {
      for await (const [from, values] of floatPieces(source, name)) {
        signal?.throwIfAborted()
        await this.ask({ ask: 'weigh', arena, first: offset + from }, { values })
      }
      onProgress?.(index + 1, ranges.length)
    }
  }

  /** Null: as if there had been no step yet. */
  async loadOptimizer(state: OptimizerState | null): Promise<void> {
    if (state !== null && state.optimizer !== this.optimizer)
      throw new RangeError(
        `the optimizer's state is that of ${state.optimizer}, the machine has ${this.optimizer}`,
      )
    await this.ask({ ask: 'restore', step: state?.step ?? 0 }, state?.tensors ?? {})
  }

  /** What learns, and its optimizer's state. */
  async save(): Promise<{ readonly values: Float32Array; readonly optimizer: OptimizerState }> {
    const { optimizer } = this
    if (optimizer === null) throw new Error('a model without an optimizer has nothing to save')
    const { answer, arrays } = await this.ask({ ask: 'save' })
    const floats = (name: string): Float32Array<ArrayBuffer> => {
      const array = arrayOf(arrays, 'save', name, Float32Array)
      if (array.length !== this.layout.elements)
        throw new EngineError(problem('machine-answer', { ask: 'save', lacks: name }))
      return new Float32Array(array)
    }
    return {
      values: floats('values'),
      optimizer: {
        optimizer,
        step: Number(answer['step']),
        tensors: Object.fromEntries(optimizerNamed(optimizer).state.map((name) => [name, floats(name)])),
      },
    }
  }

  readonly trainer: GradientTrainer = {
    accumulate: async (sequences, { set, temperature, clip }) => {
      const { answer } = await this.ask(
        { ask: 'accumulate', set, temperature, clip },
        sequenceArrays(sequences, clip !== null, this.architecture.vocabulary),
      )
      return {
        loss: Number(answer['loss']),
        tokens: Number(answer['tokens']),
        clippedShare: Number(answer['clippedShare']),
      }
    },
    step: async (settings) => {
      const { answer } = await this.ask({ ask: 'step', settings })
      return { norms: (answer['norms'] as unknown[]).map(Number), norm: Number(answer['norm']) }
    },
  }

  /** `player`: the model that learns, or the one in the arena `frozen`. */
  sampler(player: 'model' | 'frozen'): TokenSampler {
    return {
      generate: async (requests, settings) => {
        settings.signal?.throwIfAborted()
        const { maxNewTokens, temperature, seed, stop, notFirst = [] } = settings
        const { arrays } = await this.ask(
          { ask: 'generate', player, maxNewTokens, temperature, seed, stop, notFirst },
          requestArrays(requests, this.architecture.vocabulary),
        )
        settings.signal?.throwIfAborted()
        return generationsOf(requests, arrays)
      },
    }
  }

  /** Of the model that learns; undefined for a machine that cannot. */
  get scorer(): SequenceScorer | undefined {
    if (!this.link.about.offers.includes('score')) return undefined
    return async (sequences) => {
      const asked = sequences.filter(({ tokens, from }) => tokens.length > from)
      if (asked.length === 0) return sequences.map(() => new Float32Array())
      const { arrays } = await this.ask({ ask: 'score' }, sequencePlaces(asked))
      const logp = arrayOf(arrays, 'score', 'logp', Float32Array)
      let first = 0
      return sequences.map(({ tokens, from }) =>
        logp.subarray(first, (first += Math.max(0, tokens.length - from))),
      )
    }
  }
}

/** An array of an answer; a machine that leaves it out has not understood the question. */
function arrayOf<T extends Uint32Array | Float32Array>(
  arrays: MachineArrays,
  ask: string,
  name: string,
  kind: new (n: number) => T,
): T {
  const array = arrays[name]
  if (!(array instanceof kind)) throw new EngineError(problem('machine-answer', { ask, lacks: name }))
  return array
}

/** Tokens end to end, how long each sequence is, and its first token that is looked at. */
const sequencePlaces = (
  sequences: readonly { readonly tokens: Uint32Array; readonly from: number }[],
): MachineArrays => ({
  tokens: joined(sequences.map(({ tokens }) => tokens)),
  lengths: Uint32Array.from(sequences, ({ tokens }) => tokens.length),
  starts: Uint32Array.from(sequences, ({ from }) => from),
})

/** Each sample's stream is keyed as the lab's own sampler keys it (src/model/waves.ts). */
function requestArrays(requests: readonly SamplerRequest[], vocabulary: number): MachineArrays {
  const automata = joinAutomata(
    requests.flatMap(({ automaton }) => automaton ?? []),
    vocabulary,
  )
  return {
    ...automataArrays(automata, () => requests.map(({ automaton }) => startOf(automata, automaton))),
    prompts: joined(requests.map(({ prompt }) => prompt)),
    promptLengths: Uint32Array.from(requests, ({ prompt }) => prompt.length),
    counts: Uint32Array.from(requests, ({ count }) => count),
    streams: Uint32Array.from(
      requests.flatMap(({ count, stream }) => Array.from({ length: count }, (_, i) => hash32(stream, i))),
    ),
  }
}

/** Nothing where there are none; else the automata, and what `states` tells. */
function automataArrays(
  { first, tokens, next, start }: JoinedAutomata,
  states: () => readonly number[],
): MachineArrays {
  return start.size === 0
    ? {}
    : { stateFirst: first, edgeTokens: tokens, edgeNext: next, states: Uint32Array.from(states()) }
}

/** By predicted token the state in which it was chosen. */
const statesOf = (sequences: readonly TrainingSequence[], automata: JoinedAutomata): number[] =>
  sequences.flatMap(({ tokens, from, automaton }) => {
    const own = tokens.subarray(from)
    if (automaton === undefined) return Array.from(own, () => startOf(automata, undefined))
    const start = startOf(automata, automaton)
    return statesAlong(automaton, own).map((state) => start + state)
  })

function sequenceArrays(
  sequences: readonly TrainingSequence[],
  clipped: boolean,
  vocabulary: number,
): MachineArrays {
  const automata = automataOf(sequences, vocabulary)
  const predicted = (pick: (sequence: TrainingSequence) => Float32Array | number): Float32Array =>
    Float32Array.from(
      sequences.flatMap((sequence) => {
        const value = pick(sequence)
        const count = sequence.tokens.length - sequence.from
        return typeof value === 'number' ? Array.from({ length: count }, () => value) : [...value]
      }),
    )
  return {
    ...sequencePlaces(sequences),
    advantages: Float32Array.from(sequences, ({ advantage }) => advantage),
    weights: predicted(({ weight }) => weight),
    ...automataArrays(automata, () => statesOf(sequences, automata)),
    ...(clipped ? { oldLogProbs: predicted(({ oldLogProbs }) => oldLogProbs ?? 0) } : {}),
  }
}

/** Arrays hold one sequence behind the other, `length` tokens of each. */
function generationsOf(requests: readonly SamplerRequest[], arrays: MachineArrays): Generation[][] {
  const of = <T extends Uint32Array | Float32Array>(name: string, kind: new (n: number) => T): T =>
    arrayOf(arrays, 'generate', name, kind)
  const [length, stopped] = [of('length', Uint32Array), of('stopped', Uint32Array)]
  const [tokens, topIds] = [of('tokens', Uint32Array), of('topIds', Uint32Array)]
  const [logp, entropy] = [of('logp', Float32Array), of('entropy', Float32Array)]
  const topProbabilities = of('topProbabilities', Float32Array)
  let [sequence, from] = [0, 0]
  return requests.map(({ count }) =>
    Array.from({ length: count }, () => {
      const to = from + at(length, sequence)
      const generation: Generation = {
        tokens: tokens.slice(from, to),
        logProbs: logp.slice(from, to),
        entropies: entropy.slice(from, to),
        top: {
          ids: topIds.slice(TOP * from, TOP * to),
          probabilities: topProbabilities.slice(TOP * from, TOP * to),
        },
        stopped: stopped[sequence] === 1,
      }
      from = to
      sequence += 1
      return generation
    }),
  )
}

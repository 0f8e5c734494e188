// Log-probabilities of given sequences under the model: forward only, nothing kept for a backward pass.
import { at } from '../base/at'
import type { AdapterSettings } from '../config/adapterSettings'
import type { Architecture } from '../config/architecture'
import type { Program, Tensor } from '../gpu'
import { policyLoss, policyPartialShape, policySettings } from '../ops'
import {
  allocate,
  headPlan,
  release,
  sharedLayers,
  sharedPlan,
  type HeadTensors,
  type TensorPlan,
} from './buffers'
import { chosenLogits, embed, layersForward, packedAttention, sequence } from './forward'
import { BatchInputs } from './inputs'
import type { Model } from './model'
import { pack, type Capacity } from './packing'

/** Floats a predicted token that policyLoss writes; the first is the log-probability. */
const STATS = 4

/** Of the last step; the layers' own tensors and the head's stand beside them. */
const lossPlan = (a: Architecture, { lossRows }: Capacity) => ({
  settings: { shape: [4] },
  stats: { shape: [lossRows, STATS] },
  partial: { shape: policyPartialShape(lossRows, a.vocabulary) },
})

/** All that a scorer allocates, beside its inputs. */
export const scorerPlans = (
  a: Architecture,
  capacity: Capacity,
  adapter: AdapterSettings | null = null,
): readonly TensorPlan[] => [
  lossPlan(a, capacity),
  sharedPlan(a, capacity.rows, adapter),
  headPlan(a, capacity.lossRows),
]

export class Scorer {
  private constructor(
    private readonly model: Model,
    private readonly capacity: Capacity,
    private readonly inputs: BatchInputs,
    private readonly settings: Tensor,
    private readonly stats: Tensor,
    private readonly head: HeadTensors,
    private readonly toLogits: Program,
    private readonly toLogProbs: Program,
    readonly destroy: () => void,
  ) {}

  static async create(model: Model, capacity: Capacity): Promise<Scorer> {
    const { gpu, architecture: a } = model
    const inputs = new BatchInputs(gpu, a.vocabulary, capacity)
    const own = allocate(gpu, 'score', lossPlan(a, capacity))
    const work = allocate(gpu, 'score', sharedPlan(a, capacity.rows, model.adapter))
    const head = allocate(gpu, 'score', headPlan(a, capacity.lossRows))
    const rows = {
      rows: inputs.rows,
      token: inputs.of('token'),
      position: inputs.of('position'),
      keep: false,
    }
    const { layers, last } = sharedLayers(a, work)
    const toLogits = sequence([
      embed(model, rows, work.x),
      layersForward(model, layers, last, rows, packedAttention(model, inputs.rows, inputs.of('span'))),
      chosenLogits(model, last, inputs.of('lossRow'), head, inputs.lossRows),
    ])
    const toLogProbs = policyLoss(gpu, {
      ...own,
      logits: head.logits,
      target: inputs.of('target'),
      weight: inputs.of('weight'),
      advantage: inputs.of('advantage'),
      oldLogProb: inputs.of('oldLogProb'),
      rows: inputs.lossRows,
      backward: false,
    })
    const programs = [await toLogits, await toLogProbs] as const
    await gpu.allocated()
    return new Scorer(model, capacity, inputs, own.settings, own.stats, head, ...programs, () => {
      inputs.destroy()
      for (const tensors of [own, work, head]) release(gpu, tensors)
    })
  }

  /**
   * Of each sequence, the log-probability of tokens[1 ..] at the temperature; a sequence of T tokens gives T
   * - 1 numbers.
   */
  async score(sequences: readonly Uint32Array[], temperature = 1): Promise<Float32Array[]> {
    return this.scoreFrom(
      sequences.map((tokens) => ({ tokens, from: 1 })),
      temperature,
    )
  }

  /** Of tokens[from ..] alone; sequences that are equal before share those rows. */
  async scoreFrom(
    sequences: readonly { readonly tokens: Uint32Array; readonly from: number }[],
    temperature = 1,
  ): Promise<Float32Array[]> {
    const { gpu } = this.model
    const scores: Float32Array[] = sequences.map(() => new Float32Array())
    const longer = sequences.flatMap(({ tokens, from }, index) =>
      tokens.length > from ? [{ tokens, from, index }] : [],
    )
    const packed = pack(
      longer.map(({ tokens, from }) => ({ tokens, from, weight: 1, advantage: 1 })),
      this.model.architecture.vocabulary,
      this.capacity,
    )
    gpu.write(this.settings, policySettings({ temperature, clip: null }))
    for (const batch of packed) {
      this.inputs.load(batch)
      gpu.run([...this.toLogits, ...this.toLogProbs])
      const stats = await gpu.readFloats(this.stats)
      for (const { sequence, lossStart, lossCount } of batch.parts) {
        scores[at(longer, sequence).index] = Float32Array.from({ length: lossCount }, (_, i) =>
          at(stats, STATS * (lossStart + i)),
        )
      }
    }
    return scores
  }

  /** Logits (T, V) after every token of one sequence, for comparison and for looking at. */
  async logits(tokens: Uint32Array): Promise<Float32Array> {
    const { gpu, architecture } = this.model
    const [batch] = pack(
      [{ tokens: Uint32Array.of(...tokens, 0), from: 1, weight: 1, advantage: 1 }],
      architecture.vocabulary,
      this.capacity,
    )
    if (batch === undefined) return new Float32Array()
    this.inputs.load(batch)
    gpu.run(this.toLogits)
    return gpu.readFloats(gpu.view(this.head.logits, 'logits', 0, [batch.lossRows, architecture.vocabulary]))
  }
}

/** Scores with buffers that are made for these sequences and freed again; make a Scorer to score often. */
export async function score(model: Model, sequences: readonly Uint32Array[]): Promise<Float32Array[]> {
  const rows = Math.max(1, ...sequences.map((tokens) => tokens.length - 1))
  const scorer = await Scorer.create(model, { rows, lossRows: rows })
  try {
    return await scorer.score(sequences)
  } finally {
    scorer.destroy()
  }
}

// The forward pass, line by line as the formula:
//   x0 = scale * E[token];  m = x + Wo attention(rope(norm(Wqkv rmsnorm(x))));  x' = m + Wd swiglu(Wgu
//   rmsnorm(m)); logits = E rmsnorm(x_L) on chosen rows.
// How positions attend to each other (packed batch, cached decode) is given by the caller.
import type { Extent, Program, Tensor } from '../gpu'
import { attention, fewProduct, gatherRows, headNorm, lookUp, rmsnorm, rope } from '../ops'
import type { HeadTensors, LayerTensors } from './buffers'
import type { Model } from './model'
import { normedProject, normedWeight, project } from './project'

/** Rows of one pass: their number, tokens and positions. */
export interface Rows {
  readonly rows: Extent
  readonly token: Tensor
  readonly position: Tensor
  /** A backward pass follows, which reads what stands between; so it is where this is left out. */
  readonly keep?: boolean
  /** The first layer reads its rows from the embedding itself: `embed` is left out. */
  readonly fromTable?: boolean
}

/** What fills `attended` from `qkv` in layer `l`; it `turns` where the rotation is part of it. */
export interface Attend {
  (tensors: LayerTensors, l: number): Promise<Program>
  readonly turns?: boolean
}

/** Runs launchers side by side (their shaders compile in parallel) and lines their steps up in order. */
export async function sequence(parts: readonly Promise<Program>[]): Promise<Program> {
  return (await Promise.all(parts)).flat()
}

/** Attention within the sequences of a packed batch: `span` (R,4) says what each row sees. */
export function packedAttention({ gpu, architecture: a }: Model, rows: Extent, span: Tensor): Attend {
  const { heads, kvHeads, headDim } = a
  return ({ qkv, attended, lse }) =>
    attention(gpu, { qkv, out: attended, lse, span, rows, heads, kvHeads, headDim })
}

export function embed(model: Model, { rows, token }: Rows, x: Tensor): Promise<Program> {
  return lookUp(model.gpu, {
    table: model.matrix('embedding'),
    token,
    out: x,
    rows,
    scale: model.architecture.embeddingScale,
  })
}

/** Layer l from t.x to `out`. */
export function layerForward(
  model: Model,
  l: number,
  t: LayerTensors,
  out: Tensor,
  { rows, position, token, keep = true, fromTable = false }: Rows,
  attend: Attend,
): Promise<Program> {
  const { gpu, architecture: a } = model
  const { heads, kvHeads, headDim, normEps: eps } = a
  const w = (name: string): Tensor => model.vector(`layers.${l}.${name}`)
  const projected = a.qkNorm ? t.projected : t.qkv
  const norm1 = { gain: w('attentionNorm'), eps, normed: t.normed1, rstd: t.rstd1 }
  const norm2 = { gain: w('mlpNorm'), eps, normed: t.normed2, rstd: t.rstd2 }
  const bias = a.biases ? w('qkvBias') : undefined
  // Few rows of the embedding, as input and as residual.
  const looked = fromTable && l === 0 ? { table: model.parameters.of('embedding'), token } : undefined
  const lookUpOf = (of: 'x' | 'residual') => ({ of, token, scale: a.embeddingScale })
  return sequence([
    looked === undefined
      ? normedProject(model, l, 'qkv', {
          x: t.x,
          norm: norm1,
          out: projected,
          low: t.lowQkv,
          rows,
          bias,
          keep,
        })
      : fewProduct(gpu, {
          x: looked.table,
          table: lookUpOf('x'),
          weight: model.parameters.of(`layers.${l}.qkv`),
          norm: norm1,
          out: projected,
          rows,
          bias,
        }),
    ...(a.qkNorm
      ? [
          headNorm(gpu, {
            qkv: projected,
            qWeight: w('qNorm'),
            kWeight: w('kNorm'),
            out: t.qkv,
            rstd: t.headRstd,
            rows,
            heads,
            kvHeads,
            headDim,
            eps,
          }),
        ]
      : []),
    ...(attend.turns === true
      ? []
      : [
          rope(gpu, {
            x: t.qkv,
            position,
            rows,
            heads,
            kvHeads,
            headDim,
            base: a.ropeBase,
            factors: a.ropeFactors,
          }),
        ]),
    attend(t, l),
    looked === undefined
      ? project(model, l, 'attentionOut', {
          x: t.attended,
          out: t.middle,
          low: t.lowAttentionOut,
          rows,
          residual: t.x,
        })
      : fewProduct(gpu, {
          x: t.attended,
          weight: model.parameters.of(`layers.${l}.attentionOut`),
          residual: looked.table,
          table: lookUpOf('residual'),
          out: t.middle,
          rows,
        }),
    normedProject(model, l, 'gateUp', {
      x: t.middle,
      norm: norm2,
      out: t.gateUp,
      inner: t.inner,
      low: t.lowGateUp,
      rows,
      keep,
    }),
    project(model, l, 'down', { x: t.inner, out, low: t.lowDown, rows, residual: t.middle }),
  ])
}

/** All layers: layers[l].x is the input of layer l, `out` takes the output of the last. */
export async function layersForward(
  model: Model,
  layers: readonly LayerTensors[],
  out: Tensor,
  rows: Rows,
  attend: Attend,
): Promise<Program> {
  return sequence(layers.map((t, l) => layerForward(model, l, t, layers[l + 1]?.x ?? out, rows, attend)))
}

/** The matrix that turns normed rows into logits. */
export const headName = (model: Model): string => (model.architecture.tiedEmbeddings ? 'embedding' : 'head')

/** From t.chosen to t.normed. */
export function headNormed(model: Model, t: HeadTensors, rows: Extent): Promise<Program> {
  return rmsnorm(model.gpu, {
    x: t.chosen,
    weight: model.vector('finalNorm'),
    out: t.normed,
    rstd: t.rstd,
    rows,
    eps: model.architecture.normEps,
  })
}

/** From t.chosen to t.logits; nothing between is kept. */
export function headForward(model: Model, t: HeadTensors, rows: Extent): Promise<Program> {
  const norm = {
    gain: model.vector('finalNorm'),
    eps: model.architecture.normEps,
    normed: t.normed,
    rstd: t.rstd,
  }
  return normedWeight(model, headName(model), { x: t.chosen, norm, out: t.logits, rows, keep: false })
}

/** Takes the rows `index` of x, then as `headForward`. */
export function chosenLogits(
  model: Model,
  x: Tensor,
  index: Tensor,
  t: HeadTensors,
  rows: Extent,
): Promise<Program> {
  return sequence([
    gatherRows(model.gpu, { from: x, index, out: t.chosen, rows }),
    headForward(model, t, rows),
  ])
}

// The backward pass, forward.ts read from bottom to top. Gradients of what is trained are added to (+=);
// `g.dx` carries the gradient of the residual stream downwards, and each branch adds its part to it. What is
// frozen has no gradient.
import { at } from '../base/at'
import type { Extent, Gpu, Program, Tensor } from '../gpu'
import {
  attentionBackward,
  biasGradient,
  embeddingBackward,
  gradientsFit,
  gradientSlice,
  headNormBackward,
  headNormPartialShape,
  kernelsOf,
  matmul,
  product,
  productGradients,
  rmsnormBackward,
  rmsnormPartialShape,
  ropeBackward,
  scatterAddRows,
} from '../ops'
import type { GradientTensors, HeadTensors, LayerTensors } from './buffers'
import { headName, sequence, type Rows } from './forward'
import type { Model, ParameterSet } from './model'
import { layerSums } from './layerSums'
import { projectBackward } from './project'

export interface BackwardRows extends Rows {
  readonly span: Tensor
  /** Rows sorted by token, and where each token's begin: see `rowsByToken`. */
  readonly order: Tensor
  readonly offsets: Tensor
  /** Rows with a loss, and which they are. */
  readonly lossRows: Extent
  readonly lossRow: Tensor
}

const clear = (tensor: Tensor): Promise<Program> => Promise.resolve([{ kind: 'clear', tensor }])

const normScratch = ({ gpu, architecture }: Model, g: GradientTensors, rows: Extent): Tensor =>
  gpu.view(g.partial, 'partial', 0, rmsnormPartialShape(rows, architecture.width))

/** Whether one dispatch makes a matrix's gradient and its input's, with no partial sums. */
function inOneSlice(gpu: Gpu, rows: Extent, { shape }: Tensor): boolean {
  const [n, k] = [at(shape, 0), at(shape, 1)]
  return (
    kernelsOf(gpu).steps === 'fused' &&
    gradientsFit(rows, n, k) &&
    gradientSlice(gpu, rows, n, k) >= rows.capacity
  )
}

/** Some of the rows with a loss: dlogits become the gradient of their normed rows. */
export function logitsBackward(
  model: Model,
  d: ParameterSet,
  { logits, normed, dnormed, rows }: { logits: Tensor; normed: Tensor; dnormed: Tensor; rows: Extent },
): Promise<Program> {
  const { gpu } = model
  const head = headName(model)
  if (model.base === null && inOneSlice(gpu, rows, model.parameters.of(head)))
    return productGradients(gpu, {
      dy: logits,
      x: normed,
      weight: model.parameters.of(head),
      dweight: d.of(head),
      dx: dnormed,
      rows,
    })
  return sequence([
    ...(model.base === null
      ? [matmul(gpu, { form: 'tn', a: logits, b: normed, out: d.of(head), rows, accumulate: true })]
      : []),
    product(gpu, { form: 'nn', a: logits, weight: model.matrix(head), out: dnormed, rows }),
  ])
}

/** From g.dchosenNormed to g.dx of the last layer's output. */
function headBackward(
  model: Model,
  d: ParameterSet,
  t: HeadTensors,
  g: GradientTensors,
  { lossRows, lossRow }: BackwardRows,
): Promise<Program> {
  const { gpu } = model
  return sequence([
    clear(g.dchosen),
    rmsnormBackward(gpu, {
      x: t.chosen,
      weight: model.vector('finalNorm'),
      rstd: t.rstd,
      dout: g.dchosenNormed,
      dx: g.dchosen,
      dweight: ifTrained(model, d, 'finalNorm'),
      rows: lossRows,
      partial: normScratch(model, g, lossRows),
    }),
    clear(g.dx),
    scatterAddRows(gpu, { from: g.dchosen, index: lossRow, into: g.dx, rows: lossRows }),
  ])
}

const ifTrained = (model: Model, d: ParameterSet, name: string): Tensor | undefined =>
  model.base === null ? d.of(name) : undefined

/** Layer l: g.dx goes from the gradient of its output to the gradient of its input. */
async function layerBackward(
  model: Model,
  d: ParameterSet,
  l: number,
  t: LayerTensors,
  g: GradientTensors,
  { rows, position, span }: BackwardRows,
): Promise<Program> {
  const { gpu, architecture: a } = model
  const { heads, kvHeads, headDim } = a
  const w = (name: string): Tensor => model.vector(`layers.${l}.${name}`)
  const dw = (name: string): Tensor | undefined => ifTrained(model, d, `layers.${l}.${name}`)
  const partial = normScratch(model, g, rows)
  const shared = { dlow: g.dlow, rows }
  const sums = await layerSums(model, d, l, rows)
  const [dq, dk, qkvBias] = [
    a.qkNorm ? dw('qNorm') : undefined,
    a.qkNorm ? dw('kNorm') : undefined,
    a.biases ? dw('qkvBias') : undefined,
  ]
  return sequence([
    // x' = m + Wd inner
    projectBackward(model, d, l, 'down', {
      ...shared,
      fused: sums?.of('down'),
      x: t.inner,
      low: t.lowDown,
      dy: g.dx,
      dx: g.dinner,
      gate: { gateUp: t.gateUp, dgateUp: g.dgateUp },
    }),
    projectBackward(model, d, l, 'gateUp', {
      ...shared,
      fused: sums?.of('gateUp'),
      x: t.normed2,
      low: t.lowGateUp,
      dy: g.dgateUp,
      dx: g.dnormed,
    }),
    rmsnormBackward(gpu, {
      x: t.middle,
      weight: w('mlpNorm'),
      rstd: t.rstd2,
      dout: g.dnormed,
      dx: g.dx,
      dweight: dw('mlpNorm'),
      rows,
      partial,
      blocks: sums?.blocksOf('mlpNorm'),
    }),
    // m = x + Wo attended
    projectBackward(model, d, l, 'attentionOut', {
      ...shared,
      fused: sums?.of('attentionOut'),
      x: t.attended,
      low: t.lowAttentionOut,
      dy: g.dx,
      dx: g.dattended,
    }),
    attentionBackward(gpu, {
      qkv: t.qkv,
      out: t.attended,
      lse: t.lse,
      dout: g.dattended,
      dqkv: g.dqkv,
      delta: g.delta,
      span,
      rows,
      heads,
      kvHeads,
      headDim,
    }),
    ropeBackward(gpu, {
      x: g.dqkv,
      position,
      rows,
      heads,
      kvHeads,
      headDim,
      base: a.ropeBase,
      factors: a.ropeFactors,
    }),
    ...(a.qkNorm
      ? [
          headNormBackward(gpu, {
            qkv: t.projected,
            qWeight: w('qNorm'),
            kWeight: w('kNorm'),
            rstd: t.headRstd,
            dqkv: g.dqkv,
            gains: dq === undefined || dk === undefined ? undefined : { dq, dk },
            partial: gpu.view(g.partial, 'partial', 0, headNormPartialShape(rows, headDim)),
            rows,
            heads,
            kvHeads,
            headDim,
          }),
        ]
      : []),
    ...(qkvBias === undefined ? [] : [biasGradient(gpu, { dy: g.dqkv, db: qkvBias, rows })]),
    projectBackward(model, d, l, 'qkv', {
      ...shared,
      fused: sums?.of('qkv'),
      x: t.normed1,
      low: t.lowQkv,
      dy: g.dqkv,
      dx: g.dnormed,
    }),
    rmsnormBackward(gpu, {
      x: t.x,
      weight: w('attentionNorm'),
      rstd: t.rstd1,
      dout: g.dnormed,
      dx: g.dx,
      dweight: dw('attentionNorm'),
      rows,
      partial,
      blocks: sums?.blocksOf('attentionNorm'),
    }),
    Promise.resolve(sums?.program ?? []),
  ])
}

/**
 * Everything from g.dchosenNormed down to the embedding, added to the gradients `d`. `again` computes the
 * tensors of layer l
 * anew where they were not kept.
 */
export async function backward(
  model: Model,
  d: ParameterSet,
  layers: readonly LayerTensors[],
  head: HeadTensors,
  g: GradientTensors,
  rows: BackwardRows,
  again: (l: number) => Promise<Program>,
): Promise<Program> {
  const { gpu, architecture } = model
  return sequence([
    headBackward(model, d, head, g, rows),
    ...layers.map((t, l) => sequence([again(l), layerBackward(model, d, l, t, g, rows)])).reverse(),
    ...(model.base === null
      ? [
          embeddingBackward(gpu, {
            dout: g.dx,
            dtable: d.of('embedding'),
            order: rows.order,
            offsets: rows.offsets,
            rows: rows.rows,
            scale: architecture.embeddingScale,
          }),
        ]
      : []),
  ])
}

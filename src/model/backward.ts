// The backward pass, forward.ts read from bottom to top. Gradients of parameters are added to (+=); `g.dx` carries the
// gradient of the residual stream downwards, and each branch adds its part to it.
import type { Extent, Program, Tensor } from '../gpu'
import {
  attentionBackward, biasGradient, embeddingBackward, headNormBackward, headNormPartialShape, matmul, rmsnormBackward, rmsnormPartialShape, ropeBackward, scatterAddRows, swigluBackward,
} from '../ops'
import type { GradientTensors, HeadTensors, LayerTensors } from './buffers'
import { headName, sequence, type Rows } from './forward'
import type { Model, ParameterSet } from './model'

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

/** From t.logits, which hold dlogits by now, to g.dx of the last layer's output. */
function headBackward(model: Model, d: ParameterSet, t: HeadTensors, g: GradientTensors, { lossRows, lossRow }: BackwardRows): Promise<Program> {
  const { gpu, parameters } = model
  const head = headName(model)
  return sequence([
    matmul(gpu, { form: 'tn', a: t.logits, b: t.normed, out: d.of(head), rows: lossRows, accumulate: true }),
    matmul(gpu, { form: 'nn', a: t.logits, b: parameters.of(head), out: g.dchosenNormed, rows: lossRows }),
    clear(g.dchosen),
    rmsnormBackward(gpu, { x: t.chosen, weight: parameters.of('finalNorm'), rstd: t.rstd, dout: g.dchosenNormed, dx: g.dchosen, dweight: d.of('finalNorm'), rows: lossRows, partial: normScratch(model, g, lossRows) }),
    clear(g.dx),
    scatterAddRows(gpu, { from: g.dchosen, index: lossRow, into: g.dx, rows: lossRows }),
  ])
}

/** Layer l: g.dx goes from the gradient of its output to the gradient of its input. */
function layerBackward(model: Model, d: ParameterSet, l: number, t: LayerTensors, g: GradientTensors, { rows, position, span }: BackwardRows): Promise<Program> {
  const { gpu, architecture: a } = model
  const { heads, kvHeads, headDim } = a
  const w = (name: string): Tensor => model.parameters.of(`layers.${l}.${name}`)
  const dw = (name: string): Tensor => d.of(`layers.${l}.${name}`)
  const partial = normScratch(model, g, rows)
  const weightGradient = (dy: Tensor, x: Tensor, name: string): Promise<Program> => matmul(gpu, { form: 'tn', a: dy, b: x, out: dw(name), rows, accumulate: true })
  const inputGradient = (dy: Tensor, name: string, dx: Tensor): Promise<Program> => matmul(gpu, { form: 'nn', a: dy, b: w(name), out: dx, rows })
  return sequence([
    // x' = m + Wd inner
    weightGradient(g.dx, t.inner, 'down'),
    inputGradient(g.dx, 'down', g.dinner),
    swigluBackward(gpu, { gateUp: t.gateUp, dout: g.dinner, dgateUp: g.dgateUp, rows }),
    weightGradient(g.dgateUp, t.normed2, 'gateUp'),
    inputGradient(g.dgateUp, 'gateUp', g.dnormed),
    rmsnormBackward(gpu, { x: t.middle, weight: w('mlpNorm'), rstd: t.rstd2, dout: g.dnormed, dx: g.dx, dweight: dw('mlpNorm'), rows, partial }),
    // m = x + Wo attended
    weightGradient(g.dx, t.attended, 'attentionOut'),
    inputGradient(g.dx, 'attentionOut', g.dattended),
    attentionBackward(gpu, { qkv: t.qkv, out: t.attended, lse: t.lse, dout: g.dattended, dqkv: g.dqkv, delta: g.delta, span, rows, heads, kvHeads, headDim }),
    ropeBackward(gpu, { x: g.dqkv, position, rows, heads, kvHeads, headDim, base: a.ropeBase, factors: a.ropeFactors }),
    ...(a.qkNorm
      ? [
          headNormBackward(gpu, {
            qkv: t.projected, qWeight: w('qNorm'), kWeight: w('kNorm'), rstd: t.headRstd, dqkv: g.dqkv, dqWeight: dw('qNorm'), dkWeight: dw('kNorm'),
            partial: gpu.view(g.partial, 'partial', 0, headNormPartialShape(rows, headDim)), rows, heads, kvHeads, headDim,
          }),
        ]
      : []),
    ...(a.biases ? [biasGradient(gpu, { dy: g.dqkv, db: dw('qkvBias'), rows })] : []),
    weightGradient(g.dqkv, t.normed1, 'qkv'),
    inputGradient(g.dqkv, 'qkv', g.dnormed),
    rmsnormBackward(gpu, { x: t.x, weight: w('attentionNorm'), rstd: t.rstd1, dout: g.dnormed, dx: g.dx, dweight: dw('attentionNorm'), rows, partial }),
  ])
}

/** Everything from dlogits (in head.logits) down to the embedding, added to the gradients `d`. */
export async function backward(model: Model, d: ParameterSet, layers: readonly LayerTensors[], head: HeadTensors, g: GradientTensors, rows: BackwardRows): Promise<Program> {
  const { gpu, architecture } = model
  return sequence([
    headBackward(model, d, head, g, rows),
    ...layers.map((t, l) => layerBackward(model, d, l, t, g, rows)).reverse(),
    embeddingBackward(gpu, { dout: g.dx, dtable: d.of('embedding'), order: rows.order, offsets: rows.offsets, rows: rows.rows, scale: architecture.embeddingScale }),
  ])
}

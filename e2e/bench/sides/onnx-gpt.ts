// Sampling in onnxruntime-web: a Llama-like graph with ONNX Runtime's own rotary positions and layer norms,
// caches left on the
// GPU, logits read and sampled in the page as transformers.js does. Attention is written in plain operators:
// its own
// GroupQueryAttention gave other tokens than the definition on SwiftShader.
import * as ort from 'onnxruntime-web/webgpu'
import { at, floatAt, last } from '../../../src/base/at'
import { likeliest, llamaLogits, llamaOf, promptOf, type Llama } from '../llamaModel'
import { onnxModel, type Constant, type Node, type Value } from '../onnxFile'
import { timed, WrongResult, type Ready } from '../side'
import type { SampleTask } from '../benchTasks'

function transposed(matrix: Float32Array, rows: number, columns: number): Float32Array<ArrayBuffer> {
  const out = new Float32Array(matrix.length)
  for (let r = 0; r < rows; r++)
    for (let c = 0; c < columns; c++) out[c * rows + r] = floatAt(matrix, r * columns + c)
  return out
}

/**
 * Inputs: tokens and positions (B,S), mask (S,T), each layer's past (B,H,P,D). Outputs: logits (B,S,V) and
 * each layer's present.
 */
function decoder({ size, hidden, context, ropeBase, normEps, values }: Llama): Uint8Array {
  const { width: C, heads: H, layers, vocabulary: V } = size
  const D = C / H
  const nodes: Node[] = []
  const constants: Constant[] = []
  const inputs: Value[] = [
    { name: 'tokens', type: 'int64', shape: ['B', 'S'] },
    { name: 'positions', type: 'int64', shape: ['B', 'S'] },
    { name: 'mask', type: 'float32', shape: ['S', 'T'] },
  ]
  const outputs: Value[] = [{ name: 'logits', type: 'float32', shape: ['B', 'S', V] }]
  const of = (name: string): Float32Array => values[name] ?? new Float32Array()
  const constant = (name: string, shape: readonly number[], data: Float32Array): string => {
    constants.push({ name, type: 'float32', shape, data })
    return name
  }
  const linear = (from: string, name: string, rows: number, columns: number, to: string): void => {
    nodes.push({
      op: 'MatMul',
      inputs: [from, constant(name, [columns, rows], transposed(of(name), rows, columns))],
      outputs: [to],
    })
  }
  const normed = (from: string, name: string, to: string): void => {
    nodes.push({
      op: 'SimplifiedLayerNormalization',
      inputs: [from, constant(name, [C], of(name))],
      outputs: [to],
      attributes: { axis: -1, epsilon: { float: normEps } },
    })
  }
  const angles = Array.from({ length: context }, (_, t) =>
    Array.from({ length: D / 2 }, (_unused, i) => t * ropeBase ** ((-2 * i) / D)),
  ).flat()
  constant('cos', [context, D / 2], Float32Array.from(angles, Math.cos))
  constant('sin', [context, D / 2], Float32Array.from(angles, Math.sin))
  constant('scale', [1], Float32Array.of(1 / Math.sqrt(D)))
  constants.push(
    { name: 'split', type: 'int64', shape: [4], data: BigInt64Array.of(0n, 0n, BigInt(H), BigInt(D)) },
    { name: 'joined', type: 'int64', shape: [3], data: BigInt64Array.of(0n, 0n, BigInt(C)) },
  )
  nodes.push({
    op: 'Gather',
    inputs: [constant('embedding', [V, C], of('embedding')), 'tokens'],
    outputs: ['x0'],
  })
  for (let l = 0; l < layers; l++) {
    const at = (name: string): string => `${name}.${l}`
    for (const kind of ['key', 'value']) {
      inputs.push({ name: at(`past.${kind}`), type: 'float32', shape: ['B', H, 'P', D] })
      outputs.push({ name: at(`present.${kind}`), type: 'float32', shape: ['B', H, 'T', D] })
    }
    normed(`x${l}`, `layers.${l}.attentionNorm`, at('n1'))
    linear(at('n1'), `layers.${l}.qkv`, 3 * C, C, at('qkv'))
    nodes.push({
      op: 'Split',
      inputs: [at('qkv')],
      outputs: [at('q'), at('k'), at('v')],
      attributes: { axis: -1, num_outputs: 3 },
    })
    for (const kind of ['q', 'k'])
      nodes.push({
        op: 'RotaryEmbedding',
        domain: 'com.microsoft',
        inputs: [at(kind), 'positions', 'cos', 'sin'],
        outputs: [at(`${kind}.turned`)],
        attributes: { interleaved: 0, num_heads: H },
      })
    const heads = (from: string, to: string): void => {
      nodes.push(
        { op: 'Reshape', inputs: [from, 'split'], outputs: [`${to}.rows`] },
        { op: 'Transpose', inputs: [`${to}.rows`], outputs: [to], attributes: { perm: [0, 2, 1, 3] } },
      )
    }
    heads(at('q.turned'), at('query'))
    heads(at('k.turned'), at('newKey'))
    heads(at('v'), at('newValue'))
    nodes.push(
      {
        op: 'Concat',
        inputs: [at('past.key'), at('newKey')],
        outputs: [at('present.key')],
        attributes: { axis: 2 },
      },
      {
        op: 'Concat',
        inputs: [at('past.value'), at('newValue')],
        outputs: [at('present.value')],
        attributes: { axis: 2 },
      },
      {
        op: 'Transpose',
        inputs: [at('present.key')],
        outputs: [at('keys')],
        attributes: { perm: [0, 1, 3, 2] },
      },
      { op: 'MatMul', inputs: [at('query'), at('keys')], outputs: [at('dots')] },
      { op: 'Mul', inputs: [at('dots'), 'scale'], outputs: [at('scaled')] },
      { op: 'Add', inputs: [at('scaled'), 'mask'], outputs: [at('scores')] },
      { op: 'Softmax', inputs: [at('scores')], outputs: [at('weights')], attributes: { axis: -1 } },
      { op: 'MatMul', inputs: [at('weights'), at('present.value')], outputs: [at('mixed')] },
      {
        op: 'Transpose',
        inputs: [at('mixed')],
        outputs: [at('mixed.rows')],
        attributes: { perm: [0, 2, 1, 3] },
      },
      { op: 'Reshape', inputs: [at('mixed.rows'), 'joined'], outputs: [at('attended')] },
    )
    linear(at('attended'), `layers.${l}.attentionOut`, C, C, at('o'))
    nodes.push({ op: 'Add', inputs: [`x${l}`, at('o')], outputs: [at('m')] })
    normed(at('m'), `layers.${l}.mlpNorm`, at('n2'))
    const gateUp = of(`layers.${l}.gateUp`)
    constant(at('gateW'), [C, hidden], transposed(gateUp.subarray(0, hidden * C), hidden, C))
    constant(at('upW'), [C, hidden], transposed(gateUp.subarray(hidden * C), hidden, C))
    nodes.push(
      { op: 'MatMul', inputs: [at('n2'), at('gateW')], outputs: [at('gate')] },
      { op: 'MatMul', inputs: [at('n2'), at('upW')], outputs: [at('up')] },
      { op: 'Sigmoid', inputs: [at('gate')], outputs: [at('sigmoid')] },
      { op: 'Mul', inputs: [at('gate'), at('sigmoid')], outputs: [at('silu')] },
      { op: 'Mul', inputs: [at('silu'), at('up')], outputs: [at('inner')] },
    )
    linear(at('inner'), `layers.${l}.down`, C, hidden, at('d'))
    nodes.push({ op: 'Add', inputs: [at('m'), at('d')], outputs: [`x${l + 1}`] })
  }
  normed(`x${layers}`, 'finalNorm', 'final')
  linear('final', 'head', V, C, 'logits')
  return onnxModel({ nodes, inputs, outputs, constants })
}

type Caches = Record<string, ort.Tensor>

interface Decoder {
  /** Logits (B,S,V) of the tokens, laid row by row, after `past` positions; the caches go on. */
  feed(tokens: readonly number[], past: number): Promise<Float32Array>
  reset(): void
}

function decoding(
  session: ort.InferenceSession,
  { size: { layers, heads, width } }: Llama,
  B: number,
): Decoder {
  const empty = (): Caches =>
    Object.fromEntries(
      Array.from({ length: layers }, (_, l) =>
        ['key', 'value'].map(
          (kind) =>
            [
              `past.${kind}.${l}`,
              new ort.Tensor('float32', new Float32Array(0), [B, heads, 0, width / heads]),
            ] as const,
        ),
      ).flat(),
    )
  let caches = empty()
  const drop = (): void => {
    for (const tensor of Object.values(caches)) tensor.dispose()
  }
  return {
    async feed(tokens, past) {
      const S = tokens.length / B
      const results = await session.run({
        ...caches,
        tokens: new ort.Tensor('int64', BigInt64Array.from(tokens, BigInt), [B, S]),
        positions: new ort.Tensor(
          'int64',
          BigInt64Array.from({ length: B * S }, (_, i) => BigInt(past + (i % S))),
          [B, S],
        ),
        mask: new ort.Tensor(
          'float32',
          Float32Array.from({ length: S * (past + S) }, (_, i) =>
            i % (past + S) <= past + Math.floor(i / (past + S)) ? 0 : -1e9,
          ),
          [S, past + S],
        ),
      })
      drop()
      caches = Object.fromEntries(
        Object.entries(results).flatMap(([name, tensor]) =>
          name === 'logits' ? [] : [[name.replace('present', 'past'), tensor]],
        ),
      )
      const { logits } = results
      if (logits === undefined) throw new Error('the session gave no logits')
      return logits.getData(true)
    },
    reset() {
      drop()
      caches = empty()
    },
  }
}

/** A draw from softmax(logits). */
function draw(logits: Float32Array): number {
  const top = logits.reduce((a, b) => Math.max(a, b), -Infinity)
  const weights = logits.map((value) => Math.exp(value - top))
  let rest = Math.random() * weights.reduce((a, b) => a + b, 0)
  const found = weights.findIndex((weight) => (rest -= weight) <= 0)
  return found === -1 ? weights.length - 1 : found
}

export async function prepareSampling({
  model: size,
  sequences: B,
  prompts,
  promptLength,
  newTokens,
}: SampleTask): Promise<Ready> {
  const llama = llamaOf(size)
  const V = size.vocabulary
  const session = await ort.InferenceSession.create(decoder(llama), {
    executionProviders: ['webgpu'],
    preferredOutputLocation: Object.fromEntries(
      Array.from(
        { length: size.layers },
        (_, l) =>
          [
            [`present.key.${l}`, 'gpu-buffer'],
            [`present.value.${l}`, 'gpu-buffer'],
          ] as const,
      ).flat(),
    ),
  })
  const decode = decoding(session, llama, B)
  const lines = Array.from({ length: B }, (_, i) => promptOf(promptLength, 7 + (i % prompts)))
  const run = async (count: number, choose: (logits: Float32Array) => number): Promise<number[][]> => {
    decode.reset()
    let logits = await decode.feed(lines.flat(), 0)
    let S = promptLength
    const made: number[][] = lines.map(() => [])
    for (let t = 0; t < count; t++) {
      const tokens = made.map((line, i) => {
        const token = choose(logits.subarray((i * S + S - 1) * V, (i * S + S) * V))
        line.push(token)
        return token
      })
      if (t + 1 < count) logits = await decode.feed(tokens, promptLength + t)
      S = 1
    }
    return made
  }
  const [first = []] = await run(4, likeliest)
  const prompt = at(lines, 0)
  const expected = first.map((_, i) => likeliest(last(llamaLogits(llama, [...prompt, ...first.slice(0, i)]))))
  if (first.join() !== expected.join())
    throw new WrongResult(
      `its likeliest tokens are ${first.join(', ')}, the definition's ${expected.join(', ')}`,
    )
  return {
    checked: 'its likeliest tokens equal those of the f64 definition',
    parameters: llama.parameters,
    turn: () => timed(B * newTokens, () => run(newTokens, draw)),
    async end() {
      decode.reset()
      await session.release()
    },
  }
}

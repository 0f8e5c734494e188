// Sampling in @jax-js/jax for the whole batch: the prompts in one jitted pass that fills key/value caches,
// then one jitted step a token, Gumbel-max on the GPU; the tokens are read back once at the end.
import { jit, nn, numpy as np, random, tree, type Array as Tensor } from '@jax-js/jax'
import { at } from '../../../src/base/at'
import { timed, tokensOf, WrongResult, type Ready } from '../side'
import type { ModelSize, SampleTask } from '../benchTasks'
import { count, forward, initial, norm, type Parameters } from './jax-gpt'

/** (B,T,H,D) for every layer, keys then values. */
type Caches = [k: Tensor, v: Tensor][]

interface Shape {
  readonly size: ModelSize
  readonly sequences: number
  /** Positions of prompt and new tokens together. */
  readonly total: number
}

/**
 * One token of every sequence: its logits (B,V), and the caches with its keys and values at `position`
 * (one-hot of `total`).
 */
function makeStep({ size, sequences: B, total: T }: Shape) {
  const { heads: H, width: C } = size
  const D = C / H
  return jit(
    (
      parameters: Parameters,
      caches: Caches,
      token: Tensor,
      position: Tensor,
      noise: Tensor,
    ): [Caches, Tensor] => {
      const { embedding, position: table, gain, layers } = parameters
      const here = nn.oneHot(position.ref, T).reshape([1, T, 1, 1])
      const visible = np.lessEqual(np.arange(T), position.ref).reshape([1, 1, 1, T])
      let x = np.take(embedding.ref, token, 0).add(np.take(table, position, 0))
      const next: Caches = []
      layers.forEach((layer, l) => {
        const cache = caches[l]
        if (cache === undefined) throw new Error('a layer has no cache')
        const qkv = np.matmul(norm(x.ref, layer.gain1), layer.qkv)
        const part = (i: number): Tensor => qkv.ref.slice([], [i * C, (i + 1) * C]).reshape([B, 1, H, D])
        const [q, k, v] = [part(0), part(1), part(2)]
        qkv.dispose()
        const keys = cache[0].add(here.ref.mul(k))
        const values = cache[1].add(here.ref.mul(v))
        next.push([keys.ref, values.ref])
        const attended = nn.dotProductAttention(q, keys, values, { mask: visible.ref }).reshape([B, C])
        x = x.add(np.matmul(attended, layer.project))
        x = x.ref.add(np.matmul(nn.gelu(np.matmul(norm(x, layer.gain2), layer.up)), layer.down))
      })
      here.dispose()
      visible.dispose()
      const logits = np.matmul(norm(x, gain), np.matrixTranspose(embedding))
      return [next, np.argmax(logits.add(noise), -1)]
    },
  )
}

export async function prepareSampling(task: SampleTask): Promise<Ready> {
  const { model: size, sequences: B, prompts, promptLength, newTokens } = task
  const T = promptLength + newTokens
  const shape: Shape = { size, sequences: B, total: T }
  const parameters = initial(size, T)
  const D = size.width / size.heads
  const lines = Array.from({ length: B }, (_, i) =>
    tokensOf(promptLength, size.vocabulary, 100 + (i % prompts)),
  )
  const step = makeStep(shape)
  let seed = 1
  const noiseOf = (greedy: boolean): Tensor =>
    greedy ? np.zeros([B, size.vocabulary]) : random.gumbel(random.key(seed++), [B, size.vocabulary])
  const run = async (tokens: number, greedy: boolean): Promise<number[][]> => {
    let caches: Caches =
      size.layers === 0
        ? []
        : Array.from({ length: size.layers }, () => [
            np.zeros([B, T, size.heads, D]),
            np.zeros([B, T, size.heads, D]),
          ])
    const out: Tensor[] = []
    let token = np.array(
      Int32Array.from(lines, (line) => at(line, 0)),
      { dtype: np.int32 },
    )
    for (let t = 0; t < promptLength + tokens - 1; t++) {
      const position = np.array(Int32Array.of(t), { dtype: np.int32 }).reshape([])
      const [nextCaches, drawn] = step(tree.ref(parameters), caches, token, position, noiseOf(greedy))
      caches = nextCaches
      if (t + 1 < promptLength) {
        drawn.dispose()
        token = np.array(
          Int32Array.from(lines, (line) => at(line, t + 1)),
          { dtype: np.int32 },
        )
      } else {
        out.push(drawn.ref)
        token = drawn
      }
    }
    token.dispose()
    tree.dispose(caches)
    const read: number[][] = []
    for (const one of out) read.push([...(await one.data())])
    return read
  }
  const made = await run(3, true)
  check(
    parameters,
    size,
    at(lines, 0),
    made.map((row) => at(row, 0)),
    await greedyOf(parameters, size, at(lines, 0), 3),
  )
  await run(newTokens, false)
  return {
    checked: 'its likeliest tokens with caches equal those of its whole forward pass',
    parameters: count(parameters),
    turn: () => timed(B * newTokens, () => run(newTokens, false)),
    end() {
      tree.dispose(parameters)
      step.dispose()
    },
  }
}

/** Likeliest tokens by the whole forward pass, without a cache. */
async function greedyOf(
  parameters: Parameters,
  size: ModelSize,
  prompt: Uint32Array,
  tokens: number,
): Promise<number[]> {
  const line = [...prompt]
  for (let i = 0; i < tokens; i++) {
    const cut = { ...tree.ref(parameters), position: parameters.position.ref }
    const logits = forward(
      cut,
      np.array(Int32Array.from(line), { dtype: np.int32 }).reshape([1, line.length]),
      size,
    )
    const best = await np.argmax(logits.slice(0, line.length - 1), -1).data()
    line.push(at(best, 0))
  }
  return line.slice(prompt.length)
}

function check(
  _parameters: Parameters,
  _size: ModelSize,
  _prompt: Uint32Array,
  made: readonly number[],
  expected: readonly number[],
): void {
  if (made.join() !== expected.join())
    throw new WrongResult(`with caches it drew ${made.join(', ')}, without ${expected.join(', ')}`)
}

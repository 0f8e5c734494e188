// A GPT in @jax-js/jax, the plain one that suits it: learned positions, LayerNorm, GELU, its own attention
// and jit; trained by AdamW in one jitted step, sampled with a key/value cache for the whole batch in one
// jitted step a token.
import {
  blockUntilReady,
  defaultDevice,
  init,
  jit,
  nn,
  numpy as np,
  tree,
  valueAndGrad,
  type Array as Tensor,
} from '@jax-js/jax'
import { at } from '../../../src/base/at'
import { checkFirst, checkLosses, numbers, runsFor, timed, tokensOf, WrongResult, type Ready } from '../side'
import type { ModelSize, TrainTask } from '../benchTasks'

export type Layer = Record<'qkv' | 'project' | 'up' | 'down' | 'gain1' | 'gain2', Tensor>
export interface Parameters {
  embedding: Tensor
  position: Tensor
  gain: Tensor
  layers: Layer[]
}

export function initial({ width: C, layers, vocabulary }: ModelSize, context: number): Parameters {
  let salt = 1
  const normal = (shape: [number, number], scale: number): Tensor =>
    np.array(numbers(shape[0] * shape[1], salt++).map((x) => x * scale)).reshape(shape)
  const scale = Math.sqrt(3) * 0.02
  return {
    embedding: normal([vocabulary, C], scale),
    position: normal([context, C], scale),
    gain: np.ones([C]),
    layers: Array.from({ length: layers }, () => ({
      qkv: normal([C, 3 * C], scale),
      project: normal([C, C], scale / Math.sqrt(2 * layers)),
      up: normal([C, 4 * C], scale),
      down: normal([4 * C, C], scale / Math.sqrt(2 * layers)),
      gain1: np.ones([C]),
      gain2: np.ones([C]),
    })),
  }
}

export const count = (parameters: Parameters): number =>
  tree.leaves(parameters).reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0)

export const norm = (x: Tensor, gain: Tensor): Tensor => nn.standardize(x, -1).mul(gain)

/** x (B,T,C) to logits (B,T,V). */
export function forward(
  { embedding, position, gain, layers }: Parameters,
  tokens: Tensor,
  { heads, width: C }: ModelSize,
): Tensor {
  const [B = 0, T = 0] = tokens.shape
  const split = (x: Tensor): Tensor => x.reshape([B, T, heads, C / heads])
  let x = np.take(embedding.ref, tokens, 0).add(position.slice([0, T]))
  for (const layer of layers) {
    const qkv = np.matmul(norm(x.ref, layer.gain1), layer.qkv)
    const q = split(qkv.ref.slice([], [], [0, C]))
    const k = split(qkv.ref.slice([], [], [C, 2 * C]))
    const v = split(qkv.slice([], [], [2 * C, 3 * C]))
    const attended = nn.dotProductAttention(q, k, v, { isCausal: true }).reshape([B, T, C])
    x = x.add(np.matmul(attended, layer.project))
    x = x.ref.add(np.matmul(nn.gelu(np.matmul(norm(x, layer.gain2), layer.up)), layer.down))
  }
  return np.matmul(norm(x, gain), np.matrixTranspose(embedding))
}

type State = [parameters: Parameters, m: Parameters, v: Parameters, loss: Tensor]

/** One AdamW step on a batch. */
function makeStep(size: ModelSize) {
  const loss = (parameters: Parameters, tokens: Tensor, targets: Tensor): Tensor => {
    const logp = nn.logSoftmax(forward(parameters, tokens, size), -1)
    return logp.mul(nn.oneHot(targets, size.vocabulary)).sum(-1).mean().neg()
  }
  return jit(
    (
      parameters: Parameters,
      m: Parameters,
      v: Parameters,
      tokens: Tensor,
      targets: Tensor,
      correction: Tensor,
    ): State => {
      const [value, gradients] = valueAndGrad(loss)(tree.ref(parameters), tokens, targets)
      const nextM = tree.map((old, g) => old.mul(0.9).add(g.mul(0.1)), m, tree.ref(gradients)) as Parameters
      const nextV = tree.map(
        (old, g) => old.mul(0.99).add(g.ref.mul(g).mul(0.01)),
        v,
        gradients,
      ) as Parameters
      const first = correction.ref.slice(0)
      const second = correction.slice(1)
      const next = tree.map(
        (p, a, b) =>
          p.ref
            .sub(
              a
                .mul(first.ref)
                .div(np.sqrt(b.mul(second.ref)).add(1e-8))
                .mul(1e-3),
            )
            .sub(p.mul(1e-5)),
        parameters,
        tree.ref(nextM),
        tree.ref(nextV),
      ) as Parameters
      first.dispose()
      second.dispose()
      return [next, nextM, nextV, value]
    },
  )
}

function begin({ model, batch, length }: TrainTask) {
  let parameters = initial(model, length)
  const zeros = (): Parameters => tree.map((p) => np.zeros(p.shape), parameters) as Parameters
  let [m, v] = [zeros(), zeros()]
  const sequences = Array.from({ length: batch }, (_, i) => tokensOf(length + 1, model.vocabulary, 10 + i))
  const laid = (from: number): Tensor =>
    np
      .array(Int32Array.from(sequences.flatMap((tokens) => [...tokens.subarray(from, from + length)])), {
        dtype: np.int32,
      })
      .reshape([batch, length])
  const [tokens, targets] = [laid(0), laid(1)]
  const step = makeStep(model)
  let steps = 0
  return {
    parameters: count(parameters),
    async step(): Promise<number> {
      steps += 1
      const correction = np.array([1 / (1 - 0.9 ** steps), 1 / (1 - 0.99 ** steps)])
      const [nextP, nextM, nextV, loss] = step(parameters, m, v, tokens.ref, targets.ref, correction)
      ;[parameters, m, v] = [nextP, nextM, nextV]
      await blockUntilReady(parameters)
      const [value = NaN] = await loss.data()
      return value
    },
    end() {
      for (const one of [parameters, m, v, tokens, targets]) tree.dispose(one)
      step.dispose()
    },
  }
}

/** The same steps on its WASM back end: what WebGPU has to have computed. */
async function referenceLosses(task: TrainTask, steps: number): Promise<number[]> {
  await init('wasm')
  defaultDevice('wasm')
  try {
    const run = begin(task)
    const losses: number[] = []
    for (let i = 0; i < steps; i++) losses.push(await run.step())
    run.end()
    return losses
  } finally {
    defaultDevice('webgpu')
  }
}

export async function prepareTraining(task: TrainTask): Promise<Ready> {
  const run = begin(task)
  const losses: number[] = []
  for (let i = 0; i < 4; i++) losses.push(await run.step())
  const reference = await referenceLosses(task, 2)
  reference.forEach((loss, i) => {
    if (!(Math.abs(loss - at(losses, i)) < 1e-3 * loss))
      throw new WrongResult(`losses ${losses.join(', ')}; on its WASM back end ${reference.join(', ')}`)
  })
  const checked = checkLosses(
    losses,
    'losses equal those of its WASM back end',
    Math.log(task.model.vocabulary),
  )
  const repeats = await runsFor(async (n) => {
    for (let i = 0; i < n; i++) await run.step()
  }, 0.5)
  return {
    checked,
    parameters: run.parameters,
    turn: () =>
      timed(repeats * task.batch * task.length, async () => {
        for (let i = 0; i < repeats; i++) await run.step()
      }),
    end: () => run.end(),
  }
}

export function prepareFirst(task: TrainTask, select: () => Promise<void>): Ready {
  return {
    checked: 'the loss of the first step',
    turn: () =>
      timed(1, async () => {
        await select()
        checkFirst(await begin(task).step(), Math.log(task.model.vocabulary), 0.2)
      }),
    end: () => undefined,
  }
}

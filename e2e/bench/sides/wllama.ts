// @wllama/wllama (llama.cpp), as its documentation says: loadModel from a file, createCompletion; all layers
// on the GPU where it finds one that it can use. The file is written by ggufFile.ts.
import { Wllama } from '@wllama/wllama/esm/index.js'
import wasm from '@wllama/wllama/esm/wasm/wllama.wasm?url'
import { ggufFile, type GgufTensor } from '../ggufFile'
import { greedy, llamaOf, promptOf, type Llama } from '../llamaModel'
import { UnsupportedTask, WrongResult, type Ready, type Side } from '../side'
import type { SampleTask } from '../benchTasks'

/** llama.cpp turns neighbouring channels of a head together where we turn its halves: rows in its order. */
function interleaved(rows: Float32Array, heads: number, headDim: number, width: number): Float32Array {
  const out = new Float32Array(rows.length)
  for (let h = 0; h < heads; h++) {
    for (let i = 0; i < headDim; i++) {
      const from = h * headDim + (i % 2 === 0 ? i / 2 : (i - 1) / 2 + headDim / 2)
      out.set(rows.subarray(from * width, (from + 1) * width), (h * headDim + i) * width)
    }
  }
  return out
}

function tensorsOf({ size, hidden, values }: Llama): GgufTensor[] {
  const { width: C, heads, layers, vocabulary: V } = size
  const of = (name: string): Float32Array => values[name] ?? new Float32Array()
  const tensors: GgufTensor[] = [
    { name: 'token_embd.weight', shape: [C, V], data: of('embedding') },
    { name: 'output_norm.weight', shape: [C], data: of('finalNorm') },
    { name: 'output.weight', shape: [C, V], data: of('head') },
  ]
  for (let l = 0; l < layers; l++) {
    const [qkv, gateUp] = [of(`layers.${l}.qkv`), of(`layers.${l}.gateUp`)]
    const turn = (rows: Float32Array): Float32Array => interleaved(rows, heads, C / heads, C)
    tensors.push(
      { name: `blk.${l}.attn_norm.weight`, shape: [C], data: of(`layers.${l}.attentionNorm`) },
      { name: `blk.${l}.attn_q.weight`, shape: [C, C], data: turn(qkv.subarray(0, C * C)) },
      { name: `blk.${l}.attn_k.weight`, shape: [C, C], data: turn(qkv.subarray(C * C, 2 * C * C)) },
      { name: `blk.${l}.attn_v.weight`, shape: [C, C], data: qkv.slice(2 * C * C) },
      { name: `blk.${l}.attn_output.weight`, shape: [C, C], data: of(`layers.${l}.attentionOut`) },
      { name: `blk.${l}.ffn_norm.weight`, shape: [C], data: of(`layers.${l}.mlpNorm`) },
      { name: `blk.${l}.ffn_gate.weight`, shape: [C, hidden], data: gateUp.slice(0, hidden * C) },
      { name: `blk.${l}.ffn_up.weight`, shape: [C, hidden], data: gateUp.slice(hidden * C) },
      { name: `blk.${l}.ffn_down.weight`, shape: [hidden, C], data: of(`layers.${l}.down`) },
    )
  }
  return tensors
}

/** Tokens that are compared with the definition in f64. */
const COMPARED = 12

async function prepareSampling({ model: size, promptLength, newTokens }: SampleTask): Promise<Ready> {
  const llama = llamaOf(size)
  const log: string[] = []
  const keep = (...parts: unknown[]): void => void log.push(parts.map(String).join(' '))
  const wllama = new Wllama(
    { default: wasm },
    { logger: { debug: keep, log: keep, warn: keep, error: keep } },
  )
  try {
    await wllama.loadModel(
      [
        new Blob([
          ggufFile(
            {
              ...size,
              hidden: llama.hidden,
              context: llama.context,
              ropeBase: llama.ropeBase,
              normEps: llama.normEps,
            },
            tensorsOf(llama),
          ),
        ]),
      ],
      { n_ctx: llama.context, n_threads: 1 },
    )
  } catch (error) {
    throw new UnsupportedTask(
      `its model did not load: ${error instanceof Error ? error.message : String(error)}; ${log.slice(-3).join(' | ').slice(0, 300)}`,
    )
  }
  const prompt = promptOf(promptLength, 7)
  const complete = async (temperature: number): Promise<string> => {
    const { choices } = (await wllama.createCompletion({
      prompt: String.fromCharCode(...prompt),
      max_tokens: newTokens,
      temperature,
      top_k: 0,
      top_p: 1,
      min_p: 0,
      ignore_eos: true,
    })) as { choices: { text: string }[] }
    return choices[0]?.text ?? ''
  }
  const made = (await complete(0)).slice(0, COMPARED)
  const expected = String.fromCharCode(...greedy(llama, prompt, COMPARED))
  if (made !== expected)
    throw new WrongResult(
      `it wrote ${JSON.stringify(made)} where the definition has ${JSON.stringify(expected)}`,
    )
  const gpu = log.some((entry) => /webgpu/i.test(entry) && /offload|buffer|device/i.test(entry))
  return {
    checked: `its ${COMPARED} likeliest tokens equal those of the f64 definition; ${gpu ? 'its log speaks of WebGPU' : 'on its CPU back end'}`,
    parameters: llama.parameters,
    async turn() {
      const began = performance.now()
      await complete(1)
      return { amount: newTokens, seconds: (performance.now() - began) / 1000 }
    },
    end: () => wllama.exit(),
  }
}

export const side: Side = {
  async prepare(task) {
    if (task.work === 'rollout' || task.work === 'decode') return prepareSampling(task)
    throw new UnsupportedTask('it runs finished models alone')
  },
}

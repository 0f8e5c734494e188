// onnxruntime-web on WebGPU, as its documentation says: the execution provider `webgpu`, results left on the
// GPU by preferredOutputLocation and read with getData. Its models are written by onnxFile.ts.
import * as ort from 'onnxruntime-web/webgpu'
import { onnxModel, type Node } from '../onnxFile'
import {
  checkProduct,
  gigaflops,
  UnsupportedTask,
  operands,
  runsFor,
  timed,
  type Ready,
  type Side,
} from '../side'
import type { MatmulTask } from '../benchTasks'
import { prepareSampling } from './onnx-gpt'

/** MatMul for nn; Gemm, which transposes, for the others. */
function productModel(
  { work }: MatmulTask,
  aShape: readonly number[],
  bShape: readonly number[],
  out: readonly number[],
): Uint8Array {
  const node: Node =
    work === 'matmul.nn'
      ? { op: 'MatMul', inputs: ['a', 'b'], outputs: ['out'] }
      : {
          op: 'Gemm',
          inputs: ['a', 'b'],
          outputs: ['out'],
          attributes: work === 'matmul.nt' ? { transB: 1 } : { transA: 1 },
        }
  return onnxModel({
    nodes: [node],
    inputs: [
      { name: 'a', type: 'float32', shape: aShape },
      { name: 'b', type: 'float32', shape: bShape },
    ],
    outputs: [{ name: 'out', type: 'float32', shape: out }],
  })
}

async function onGpu(data: Float32Array<ArrayBuffer>, dims: readonly number[]): Promise<ort.Tensor> {
  const device = await ort.env.webgpu.device
  const buffer = device.createBuffer({
    size: Math.ceil(data.byteLength / 16) * 16,
    usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC,
  })
  device.queue.writeBuffer(buffer, 0, data)
  return ort.Tensor.fromGpuBuffer(buffer, { dataType: 'float32', dims, dispose: () => buffer.destroy() })
}

async function prepareMatmul(task: MatmulTask): Promise<Ready> {
  const { a, b, aShape, bShape } = operands(task)
  const model = productModel(task, aShape, bShape, [task.m, task.n])
  const session = await ort.InferenceSession.create(model, {
    executionProviders: ['webgpu'],
    preferredOutputLocation: 'gpu-buffer',
    graphOptimizationLevel: 'all',
  })
  const feeds = { a: await onGpu(a, aShape), b: await onGpu(b, bShape) }
  const product = async (): Promise<ort.Tensor> => {
    const { out } = await session.run(feeds)
    if (out === undefined) throw new Error('the session gave no result')
    return out
  }
  const once = await product()
  const checked = checkProduct(task, a, b, await once.getData())
  once.dispose()
  const run = async (count: number): Promise<void> => {
    for (let i = 1; i < count; i++) (await product()).dispose()
    const last = await product()
    await last.getData()
    last.dispose()
  }
  const count = await runsFor(run)
  return {
    checked,
    turn: () => timed(count * gigaflops(task), () => run(count)),
    async end() {
      feeds.a.dispose()
      feeds.b.dispose()
      await session.release()
    },
  }
}

export const side: Side = {
  async prepare(task) {
    ort.env.logLevel = 'error'
    if (task.work === 'matmul.nn' || task.work === 'matmul.nt' || task.work === 'matmul.tn')
      return prepareMatmul(task)
    if (task.work === 'rollout' || task.work === 'decode') return prepareSampling(task)
    throw new UnsupportedTask(
      task.work === 'train' || task.work === 'first-step'
        ? 'its web build trains nothing'
        : 'it has no reinforcement learning',
    )
  },
}

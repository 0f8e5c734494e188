// @tensorflow/tfjs on its WebGPU back end, as its documentation says: setBackend('webgpu'), ready(), matMul.
import * as tf from '@tensorflow/tfjs'
import '@tensorflow/tfjs-backend-webgpu'
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

async function prepareMatmul(task: MatmulTask): Promise<Ready> {
  const { a, b, aShape, bShape } = operands(task)
  const [left, right] = [tf.tensor2d(a, aShape), tf.tensor2d(b, bShape)]
  const product = (): tf.Tensor =>
    tf.matMul(left, right, task.work === 'matmul.tn', task.work === 'matmul.nt')
  const once = product()
  const checked = checkProduct(task, a, b, await once.data())
  once.dispose()
  const run = async (count: number): Promise<void> => {
    for (let i = 1; i < count; i++) product().dispose()
    const last = product()
    await last.data()
    last.dispose()
  }
  const count = await runsFor(run)
  return {
    checked,
    turn: () => timed(count * gigaflops(task), () => run(count)),
    end: () => {
      left.dispose()
      right.dispose()
    },
  }
}

export const side: Side = {
  async prepare(task) {
    await tf.setBackend('webgpu')
    await tf.ready()
    if (tf.getBackend() !== 'webgpu') throw new UnsupportedTask(`it chose the back end ${tf.getBackend()}`)
    if (task.work === 'matmul.nn' || task.work === 'matmul.nt' || task.work === 'matmul.tn')
      return prepareMatmul(task)
    throw new UnsupportedTask('it has no GPT of its own')
  },
}

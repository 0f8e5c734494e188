// @jax-js/jax on WebGPU, as its documentation says: init('webgpu'), defaultDevice('webgpu'), jit,
// blockUntilReady.
import { blockUntilReady, defaultDevice, init, numpy as np } from '@jax-js/jax'
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
import { prepareFirst, prepareTraining } from './jax-gpt'
import { prepareSampling } from './jax-sampling'

async function prepareMatmul(task: MatmulTask): Promise<Ready> {
  const { a, b, aShape, bShape } = operands(task)
  const [left, right] = [np.array(a).reshape(aShape), np.array(b).reshape(bShape)]
  const product = () =>
    np.matmul(
      task.work === 'matmul.tn' ? np.matrixTranspose(left.ref) : left.ref,
      task.work === 'matmul.nt' ? np.matrixTranspose(right.ref) : right.ref,
    )
  const checked = checkProduct(task, a, b, await product().data())
  const run = async (count: number): Promise<void> => {
    const products = Array.from({ length: count }, product)
    await blockUntilReady(products)
    const last = products.pop()
    for (const one of products) one.dispose()
    await last?.slice([0, 1], [0, 1]).data()
  }
  const count = Math.min(64, await runsFor(run))
  return {
    checked,
    turn: () => timed(count * gigaflops(task), () => run(count)),
    end: () => {
      left.dispose()
      right.dispose()
    },
  }
}

async function select(): Promise<void> {
  if (!(await init('webgpu')).includes('webgpu')) throw new UnsupportedTask('it found no WebGPU')
  defaultDevice('webgpu')
}

export const side: Side = {
  async prepare(task) {
    switch (task.work) {
      case 'matmul.nn':
      case 'matmul.nt':
      case 'matmul.tn':
        await select()
        return prepareMatmul(task)
      case 'train':
        await select()
        return prepareTraining(task)
      case 'first-step':
        return prepareFirst(task, select)
      case 'rollout':
      case 'decode':
        await select()
        return prepareSampling(task)
      case 'round':
        throw new UnsupportedTask('it has no reinforcement learning')
    }
  },
}

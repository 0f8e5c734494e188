// Memory that launchers share on one device: scratch, whose contents mean nothing once the program's next
// step has run, and small uniforms that never change.
import { elements, type Gpu, type Tensor } from '../gpu'

const pools = new WeakMap<GPUDevice, Map<string, Tensor>>()

function poolOf(gpu: Gpu): Map<string, Tensor> {
  const pool = pools.get(gpu.device) ?? new Map<string, Tensor>()
  pools.set(gpu.device, pool)
  return pool
}

/**
 * A tensor of that name with room for `count` f32. All who ask by one name get one buffer, so a program may
 * use it only between two neighbouring steps. A larger request makes a new one; programs that hold the older
 * keep it.
 */
export function shared(gpu: Gpu, name: string, count: number): Tensor {
  const pool = poolOf(gpu)
  const known = pool.get(name)
  if (known !== undefined && elements(known.shape) >= count) return known
  const made = gpu.tensor(name, [2 ** Math.ceil(Math.log2(Math.max(64, count)))])
  pool.set(name, made)
  return made
}

/** u32 numbers for a `var<uniform>`; equal ones share a buffer. */
export function sharedUniform(gpu: Gpu, values: readonly number[]): Tensor {
  const pool = poolOf(gpu)
  const name = `uniform ${values.join(' ')}`
  const known = pool.get(name)
  if (known !== undefined) return known
  const made = gpu.uniform(name, Uint32Array.from(values))
  pool.set(name, made)
  return made
}

// The device of a test file: Dawn in Node, opened once. A machine with no adapter fails the test, in one
// clear line.
import { dawn } from '../../src/cli/dawn'
import { Gpu, type ElementType, type Extent, type Tensor } from '../../src/gpu'

let opened: Promise<Gpu> | undefined

async function open(): Promise<Gpu> {
  const result = await Gpu.open(dawn())
  if (!result.ok)
    throw new Error(
      `No GPU adapter for the kernel tests: ${result.error.message} Run them through \`node src/cli/with-gpu.mjs\`, which brings a software driver.`,
    )
  return result.value
}

/** The one device of this test file. */
export function testGpu(): Promise<Gpu> {
  opened ??= open()
  return opened
}

/** The same, where the file has opened it. */
export const openedGpu = (): Promise<Gpu> | undefined => opened

/** A new tensor with these numbers in it. */
export function upload(
  gpu: Gpu,
  label: string,
  shape: readonly number[],
  data: Float32Array | Uint32Array,
): Tensor {
  const type: ElementType = data instanceof Float32Array ? 'f32' : 'u32'
  const tensor = gpu.tensor(label, shape, type)
  if (data.length > 0) gpu.write(tensor, data)
  return tensor
}

/** A new extent at its full capacity, or at `value`. */
export function fixedExtent(gpu: Gpu, label: string, capacity: number, value = capacity): Extent {
  const extent = gpu.extent(label, capacity)
  gpu.setExtent(extent, value)
  return extent
}

export async function download(gpu: Gpu, tensor: Tensor): Promise<Float32Array> {
  const [bytes] = await gpu.read([tensor])
  return new Float32Array(bytes ?? new ArrayBuffer(0))
}

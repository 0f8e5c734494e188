// Dawn, the WebGPU of Chrome, for Node: what `navigator.gpu` is to a page. Knows nothing of the lab.
import { create, globals } from 'webgpu'

// Dawn dies about a minute after this object is collected, so it is kept as long as the process.
let held: GPU | undefined

/** Dawn's GPU object, with options of its own; installs the WebGPU constants (GPUBufferUsage, ...). */
function opened(options: string[]): GPU {
  if (held === undefined) {
    Object.assign(globalThis, globals)
    held = create(options)
  }
  return held
}

export const dawn = (): GPU => opened([])

/** With timestamps as the device has them: Dawn rounds them to a tenth of a millisecond, as browsers do. */
export const fineDawn = (): GPU => opened(['disable-dawn-features=timestamp_quantization'])

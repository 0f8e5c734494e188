// Dawn, the WebGPU of Chrome, for Node: what `navigator.gpu` is to a page. Knows nothing of the lab.
import { create, globals } from 'webgpu'

// Dawn dies about a minute after this object is collected, so it is kept as long as the process.
let held: GPU | undefined

/** Dawn's GPU object; installs the WebGPU constants (GPUBufferUsage, ...) as globals. */
export function dawn(): GPU {
  if (held === undefined) {
    Object.assign(globalThis, globals)
    held = create([])
  }
  return held
}

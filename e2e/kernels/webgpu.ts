// Stands in for the package `webgpu` in the page of kernel checks: there Dawn is the browser's own, behind
// navigator.gpu.

/** A page has the WebGPU constants as globals already. */
export const globals = {}

export function create(): GPU {
  const { gpu } = navigator as { readonly gpu?: GPU }
  if (gpu === undefined)
    throw new Error('No GPU adapter for the kernel checks: this browser has no navigator.gpu.')
  return gpu
}

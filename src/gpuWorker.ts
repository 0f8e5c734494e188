// Asks for a GPU in a worker, where the engine will, and posts what it found. A composition root.
import { gpuPresence } from './state/browser'

void gpuPresence((navigator as { readonly gpu?: GPU }).gpu, self.isSecureContext, 'worker').then((found) =>
  self.postMessage(found),
)

// One side of the benchmark in a page of its own, driven from outside through `window.bench`.
import { UnsupportedTask, WrongResult, type Kernel, type Ready, type Side, type Turn } from './side'
import type { SideName, Task } from './benchTasks'

export type PreparedTask =
  | {
      readonly checked: string
      readonly parameters: number | null
      readonly peak: number | null
      readonly kernels: readonly Kernel[]
    }
  | { readonly lacks: string }
  | { readonly wrong: string }

export interface Bench {
  prepare(task: Task): Promise<PreparedTask>
  turn(): Promise<Turn>
  end(): Promise<void>
}

declare global {
  interface Window {
    bench?: Bench
    benchFailure?: string
  }
}

const loaders: Readonly<Record<SideName, () => Promise<{ side: Side }>>> = {
  'spice-lab': () => import('./sides/ours'),
  '@jax-js/jax': () => import('./sides/jax'),
  '@tensorflow/tfjs': () => import('./sides/tfjs'),
  'onnxruntime-web': () => import('./sides/onnx'),
  '@genai-fi/nanogpt': () => import('./sides/nanogpt'),
  '@wllama/wllama': () => import('./sides/wllama'),
}

/** Drives one side; what it lacks or gets wrong is an answer, anything else a failure. */
export function benchOf(side: Side): Bench {
  let ready: Ready | undefined
  return {
    async prepare(task) {
      try {
        ready = await side.prepare(task)
        return {
          checked: ready.checked,
          parameters: ready.parameters ?? null,
          peak: ready.peak ?? null,
          kernels: ready.kernels ?? [],
        }
      } catch (error) {
        if (error instanceof UnsupportedTask) return { lacks: error.message }
        if (error instanceof WrongResult) return { wrong: error.message }
        throw error
      }
    },
    async turn() {
      if (ready === undefined) throw new Error('nothing is prepared')
      return ready.turn()
    },
    async end() {
      await ready?.end()
      ready = undefined
    },
  }
}

if (typeof document !== 'undefined') {
  const name = new URLSearchParams(location.search).get('side') as SideName
  loaders[name]().then(
    ({ side }) => {
      window.bench = benchOf(side)
    },
    (error: unknown) => {
      window.benchFailure = error instanceof Error ? error.message : String(error)
    },
  )
}

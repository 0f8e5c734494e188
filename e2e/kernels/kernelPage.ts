// The page that runs the kernels' checks in a browser: the same checks that Node runs through Dawn. It knows
// no test runner; what it found stands in `window.found`, and as lines on the page.
import type { Gpu, GpuInfo } from '../../src/gpu'
import { describe, type Report } from '../../shaders/testing/compareArrays'
import { testGpu } from '../../shaders/testing/testDevice'

export type CheckOutcome =
  { readonly info: GpuInfo; readonly reports: readonly Report[] } | { readonly failure: string }

declare global {
  interface Window {
    found?: CheckOutcome
  }
}

type Check = (gpu: Gpu) => Promise<Report[]>

const files = import.meta.glob<Record<string, unknown>>('../../shaders/*/*.check.ts')

/** shaders/matmul/matmul.check.ts exports checkMatmul: every case of every kernel of the operation. */
async function checkOf(path: string): Promise<Check> {
  const op = operationOf(path)
  const name = `check${op.charAt(0).toUpperCase()}${op.slice(1)}`
  const check = (await files[path]?.())?.[name]
  if (typeof check !== 'function') throw new Error(`${path} has no function ${name}`)
  return check as Check
}

const operationOf = (path: string): string => /([^/]+)\.check\.ts$/.exec(path)?.[1] ?? ''

function print(line: string): void {
  document.getElementById('lines')?.append(`${line}\n`)
}

async function run(): Promise<CheckOutcome> {
  const asked = new URLSearchParams(location.search).get('op')
  const paths = Object.keys(files).filter((path) => asked === null || operationOf(path) === asked)
  if (paths.length === 0) throw new Error(`There is no operation "${asked ?? ''}" to check.`)
  const gpu = await testGpu()
  const { vendor, architecture, description, software } = gpu.info
  print(
    `adapter: ${[vendor, architecture, description].filter((part) => part !== '').join(' ')}${software ? ' (software)' : ''}`,
  )
  const reports: Report[] = []
  for (const path of paths) {
    const check = await checkOf(path)
    for (const report of await check(gpu)) {
      reports.push(report)
      print(describe(report))
    }
  }
  return { info: gpu.info, reports }
}

run().then(
  (found) => {
    window.found = found
  },
  (error: unknown) => {
    const failure = error instanceof Error ? error.message : String(error)
    print(`FAIL ${failure}`)
    window.found = { failure }
  },
)

// `npm run test:fuzz -- [--count N] [--seed N] [--only TARGET,...] [--jobs N]`: reads N inputs, mutated from
// valid ones, with every reader of strangers' bytes. No reader may throw, take longer than the deadline, take
// more memory than the budget, change Object.prototype or say more than a line. One input again, written to
// a file: --only TARGET --input INDEX --write FILE.
import { fork } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'

const root = join(import.meta.dirname, '../..')
const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
    jobs: { type: 'string', default: '2' },
    input: { type: 'string' },
    write: { type: 'string' },
  },
})
const [count, seed, jobs] = [values.count, values.seed, values.jobs].map(Number)
/** Inputs of one process. */
const BATCH = 20_000
/**
 * Milliseconds that one input may take of the processor, since a busy machine is no fault, and on the wall;
 * bytes that a process may take.
 */
const DEADLINE = 20_000
const WALL_DEADLINE = 300_000
const MOST_MEMORY = 1e9
/** Faults of a target after which it is left. */
const MOST_FAULTS = 20

const built = join(root, 'node_modules/.cache/fuzz')
await (
  await import('vite')
).build({
  root,
  configFile: join(root, 'vite.config.ts'),
  logLevel: 'warn',
  publicDir: false,
  build: {
    ssr: true,
    outDir: built,
    emptyOutDir: true,
    rollupOptions: {
      input: ['fuzzWorker', 'fuzzInputs', 'targets'].map((name) => join(import.meta.dirname, `${name}.ts`)),
      output: { entryFileNames: '[name].js' },
    },
  },
})
const load = (name) => import(pathToFileURL(join(built, `${name}.js`)).href)
const { targets } = await load('targets')
const only = values.only?.split(',')
const chosen = targets.filter(({ name }) => only === undefined || only.includes(name))
if (chosen.length === 0)
  throw new Error(`--only: the targets are ${targets.map(({ name }) => name).join(', ')}`)

if (values.input !== undefined) {
  const { Inputs } = await load('fuzzInputs')
  writeFileSync(values.write, (await Inputs.of(chosen[0])).input(seed, Number(values.input)))
  process.exit(0)
}

const named = chosen.reduce((sum, { share = 0 }) => sum + share, 0)
const equal = (1 - Math.min(1, named)) / Math.max(1, chosen.filter(({ share }) => share === undefined).length)
const whole = chosen.every(({ share }) => share !== undefined) ? named : 1
const batches = chosen.flatMap(({ name, share }) => {
  const inputs = Math.ceil((count * (share ?? equal)) / whole)
  return Array.from({ length: Math.ceil(inputs / BATCH) }, (_, n) => ({
    name,
    from: n * BATCH,
    to: Math.min(inputs, (n + 1) * BATCH),
  }))
})
const folder = mkdtempSync(join(tmpdir(), 'spice-fuzz-'))
mkdirSync(folder, { recursive: true })
const results = new Map(chosen.map(({ name }) => [name, { done: 0, slowest: 0, memory: 0, faults: [] }]))

/** Bytes that a process holds, where the system says so. */
function memoryOf(pid) {
  try {
    return 1024 * Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1])
  } catch {
    return 0
  }
}

/** Milliseconds of the processor that a process has taken, where the system says so. */
function processorTimeOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return 10 * (Number(fields[11]) + Number(fields[12]))
  } catch {
    return null
  }
}

/** Runs a batch in a process of its own, ended at an input that hangs; resolves to that input's end. */
function part({ name, from, to }, slot) {
  const result = results.get(name)
  const beat = join(folder, `beat-${slot}`)
  writeFileSync(beat, '')
  const child = fork(join(built, 'fuzzWorker.js'), [name, seed, from, to, beat], {
    execArgv: ['--max-old-space-size=900'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  let said = ''
  child.stderr.on('data', (data) => (said = (said + data).slice(-2000)))
  let [at, since, before, why] = [-1, performance.now(), 0, null]
  const watch = setInterval(() => {
    const now = Number(readFileSync(beat, 'utf8').trim() || -1)
    const processor = processorTimeOf(child.pid)
    if (now !== at) [at, since, before] = [now, performance.now(), processor ?? 0]
    const wall = performance.now() - since
    const took = processor === null ? wall : processor - before
    const memory = memoryOf(child.pid)
    if (at >= 0) result.slowest = Math.max(result.slowest, took)
    result.memory = Math.max(result.memory, memory)
    if (memory > MOST_MEMORY) why = `takes ${Math.round(memory / 1e6)} MB`
    else if (took > DEADLINE || wall > WALL_DEADLINE) why = `takes more than ${DEADLINE / 1000} s`
    if (why !== null) child.kill('SIGKILL')
  }, 100)
  child.on('message', ({ index, wrong }) => result.faults.push({ index, wrong }))
  return new Promise((resolve) => {
    child.on('exit', (code) => {
      clearInterval(watch)
      const last = Number(readFileSync(beat, 'utf8').trim() || from)
      if (code !== 0) result.faults.push({ index: last, wrong: why ?? `ends its process: ${said.trim()}` })
      const next = code === 0 ? to : last + 1
      result.done += next - from
      resolve(next)
    })
  })
}

async function work(slot) {
  for (let batch = batches.shift(); batch !== undefined; batch = batches.shift()) {
    let { from } = batch
    while (from < batch.to && results.get(batch.name).faults.length < MOST_FAULTS)
      from = await part({ ...batch, from }, slot)
  }
}

const began = performance.now()
await Promise.all(Array.from({ length: jobs }, (_, slot) => work(slot)))
rmSync(folder, { recursive: true, force: true })
let [done, faults] = [0, 0]
for (const [name, result] of results) {
  done += result.done
  faults += result.faults.length
  const { slowest, memory } = result
  console.log(
    `${name}: ${result.done} inputs, ${result.faults.length} faults, the slowest ${(slowest / 1000).toFixed(1)} s, at most ${Math.round(memory / 1e6)} MB`,
  )
  for (const { index, wrong } of result.faults) console.log(`  input ${index}: ${wrong}`)
}
console.log(
  `${done} inputs with seed ${seed} in ${Math.round((performance.now() - began) / 1000)} s, ${faults} faults`,
)
process.exit(faults === 0 ? 0 : 1)

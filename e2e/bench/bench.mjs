// `npm run bench`: everyone side by side in one browser. `--json FILE` also writes the results, `--only WORK`
// runs one work,
// `--size SIZE` one size of it, `--side NAME` one peer beside ours, `--minutes N` begins nothing after N
// minutes (40), `--node` ours alone through Dawn in Node (SPICE_ADAPTER chooses the driver),
// `--growth FOLDER` in place of all that how cost and memory grow with tokens, in Node too. `--table FILE`
// measures nothing: it prints what `--json` wrote as a table in Markdown. `--against REV` times every kernel of this
// tree and of another revision in turns (against.mjs), `--turns N` as often (7), `--only MODEL` of one model.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { createServer } from 'vite'
import { models, runAgainst } from './against.mjs'

const here = import.meta.dirname

function options() {
  try {
    return parseArgs({
      options: {
        json: { type: 'string' },
        only: { type: 'string' },
        size: { type: 'string' },
        side: { type: 'string' },
        minutes: { type: 'string', default: '40' },
        node: { type: 'boolean' },
        growth: { type: 'string' },
        table: { type: 'string' },
        against: { type: 'string' },
        turns: { type: 'string', default: '7' },
      },
    }).values
  } catch (error) {
    console.error(`bench: ${error instanceof Error ? error.message : error}`)
    process.exit(2)
  }
}

const { json, only, size, side, minutes, growth, table, against, turns, node: asked } = options()
const node = asked === true || growth !== undefined
const inBrowser = !node && table === undefined

if (against !== undefined) {
  try {
    const names = only === undefined ? models : models.filter((name) => name === only)
    if (names.length === 0) throw new Error(`--only ${only}: it is one of ${models.join(', ')}`)
    process.exit(await runAgainst({ revision: against, turns: Number(turns), names }))
  } catch (error) {
    console.error(`bench: ${error instanceof Error ? error.message : error}`)
    process.exit(1)
  }
}

if (node && process.env.SPICE_BENCH_NODE !== '1') {
  const started = spawnSync(
    process.execPath,
    [
      join(here, '../../src/cli/with-gpu.mjs'),
      process.execPath,
      join(here, 'bench.mjs'),
      ...process.argv.slice(2),
    ],
    { stdio: 'inherit', env: { ...process.env, SPICE_BENCH_NODE: '1' } },
  )
  process.exit(started.status ?? 1)
}

// A place that cannot be written to is known now, not when all is measured.
for (const folder of [json === undefined ? undefined : dirname(json), growth])
  if (folder !== undefined) mkdirSync(folder, { recursive: true })

if (inBrowser && !existsSync(join(here, 'node_modules'))) {
  console.error('Installing the peers, which the benchmark alone needs …')
  const installed = spawnSync('npm', ['ci', '--ignore-scripts'], { cwd: here, stdio: 'inherit' })
  if (installed.status !== 0) process.exit(1)
}

const server = await createServer({ configFile: join(here, 'vite.config.ts'), logLevel: 'error' })
let status = 1
try {
  if (inBrowser) await server.listen(Number(process.env.SPICE_PORT ?? 4330))
  if (table !== undefined) {
    console.log(
      (await server.ssrLoadModule('/measure.ts')).table(JSON.parse(readFileSync(table, 'utf8')).results),
    )
    status = 0
  } else if (growth !== undefined) {
    await (await server.ssrLoadModule('/growth.ts')).runGrowth(resolve(growth))
    status = 0
  } else {
    const { runBenchmark } = await server.ssrLoadModule('/main.ts')
    status = await runBenchmark({
      address: node ? null : server.resolvedUrls.local[0],
      json,
      only,
      size,
      side,
      minutes: Number(minutes),
    })
  }
} catch (error) {
  console.error(
    `bench: ${error instanceof Error ? (process.env.SPICE_BENCH_LOG === '1' ? error.stack : error.message) : error}`,
  )
} finally {
  await server.close()
}
process.exit(status)

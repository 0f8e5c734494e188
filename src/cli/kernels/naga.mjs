// naga, the compiler of Firefox and of wgpu, over every shader as it is linked: what Tint lets pass and naga
// does not would be a page that works in Chrome alone.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { link } from 'wesl'
import { root } from '../builtCommandLine.mjs'

const shaders = join(root, 'shaders')

/** An installed one, or one that cargo builds once into .cache. */
function nagaPath() {
  if (spawnSync('naga', ['--version']).status === 0) return 'naga'
  const folder = join(root, '.cache', 'naga')
  const built = join(folder, 'bin', 'naga')
  if (existsSync(built)) return built
  const made = spawnSync('cargo', ['install', 'naga-cli', '--root', folder], { stdio: ['ignore', 2, 2] })
  if (made.status !== 0)
    throw new Error('naga is missing: install naga-cli, or cargo so that it can be built here.')
  return built
}

/** Extensions of WGSL that naga does not know yet; kernels that enable one have another beside them. */
const UNKNOWN = ['subgroups']

/** What it refuses, a message each, and the shaders that it cannot read at all. */
export async function checkWithNaga() {
  const naga = nagaPath()
  const files = readdirSync(shaders, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.wgsl'),
  )
  const weslSrc = Object.fromEntries(files.map((name) => [name, readFileSync(join(shaders, name), 'utf8')]))
  const folder = mkdtempSync(join(tmpdir(), 'spice-naga-'))
  const result = { checked: 0, refused: [], skipped: [] }
  try {
    for (const name of files.filter((each) => weslSrc[each].includes('@compute')).sort()) {
      const { dest } = await link({ rootModuleName: name, weslSrc })
      if (UNKNOWN.some((extension) => dest.includes(`enable ${extension};`))) {
        result.skipped.push(name)
        continue
      }
      const path = join(folder, 'kernel.wgsl')
      writeFileSync(path, dest)
      const { status, stdout, stderr } = spawnSync(naga, [path], { encoding: 'utf8' })
      result.checked += 1
      if (status !== 0) result.refused.push(`${name}:\n${stdout}${stderr}`)
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
  return result
}

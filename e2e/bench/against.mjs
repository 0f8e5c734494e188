// `npm run bench -- --against REV`: every kernel of this tree and of another revision in turns on the same
// adapter, the median of seven each (`--turns N`). `--only nano` takes one of the models. Fails where one is
// slower than 0.9 of the other revision's speed.
import { spawn, spawnSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'

const here = import.meta.dirname
const root = join(here, '..', '..')
const LEAST_SPEED = 0.9
const FILES = ['kernelTimes.ts', 'kernelTimesHost.mjs']
export const models = ['nano', 'tiny']

function git(...args) {
  const { status, stdout, stderr } = spawnSync('git', args, { cwd: root, encoding: 'utf8' })
  if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr.trim()}`)
  return stdout.trim()
}

/** A work tree of that revision with this one's packages and clock. */
function treeOf(revision) {
  const tree = join(mkdtempSync(join(tmpdir(), 'spice-against-')), 'tree')
  git('worktree', 'add', '--detach', tree, revision)
  symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'))
  for (const name of FILES) copyFileSync(join(here, name), join(tree, 'e2e', 'bench', name))
  return tree
}

function dropTree(tree) {
  git('worktree', 'remove', '--force', tree)
  rmSync(dirname(tree), { recursive: true, force: true })
}

/** A revision that answers with the times of one look after another. */
async function side(tree, names) {
  const child = spawn(
    process.execPath,
    [
      join(root, 'src/cli/with-gpu.mjs'),
      process.execPath,
      join(tree, 'e2e/bench/kernelTimesHost.mjs'),
      ...names,
    ],
    { cwd: tree, stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, SPICE_BENCH_NODE: '1' } },
  )
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const next = async () => {
    const { value, done } = await lines.next()
    if (done) throw new Error(`the kernels of ${tree} could not be timed; its own words stand above`)
    return JSON.parse(value)
  }
  await next()
  return {
    turn() {
      child.stdin.write('turn\n')
      return next()
    },
    end: () => child.kill(),
  }
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)]
const number = (value) => value.toPrecision(3).padStart(9)

/** Medians by kernel of both, those that only one of them has left out and named. */
export function compared(now, before) {
  const names = [...new Set([...now, ...before].flatMap((times) => Object.keys(times)))]
  const of = (turns, name) => turns.map((times) => times[name]).filter((ms) => ms !== undefined)
  const both = names.filter((name) => of(now, name).length > 0 && of(before, name).length > 0)
  return {
    rows: both.map((name) => {
      const [ms, old] = [median(of(now, name)), median(of(before, name))]
      return { name, ms, old, speed: old / ms }
    }),
    alone: names.filter((name) => !both.includes(name)),
  }
}

/** The exit status. */
export async function runAgainst({ revision, turns, names }) {
  const other = git('rev-parse', '--short', `${revision}^{commit}`)
  const tree = treeOf(other)
  const began = performance.now()
  const sides = []
  try {
    for (const each of [root, tree]) sides.push(await side(each, names))
    const times = [[], []]
    for (let turn = 0; turn < turns; turn++)
      // In turns, and each first in every other one.
      for (const which of turn % 2 === 0 ? [0, 1] : [1, 0]) times[which].push(await sides[which].turn())
    const { rows, alone } = compared(...times)
    console.log(`${'speed'.padStart(6)} ${'ms now'.padStart(9)} ${`ms ${other}`.padStart(11)}  kernel`)
    for (const { name, ms, old, speed } of rows.toSorted((a, b) => a.speed - b.speed))
      console.log(`${speed.toFixed(2).padStart(6)} ${number(ms)} ${number(old).padStart(11)}  ${name}`)
    for (const name of alone) console.log(`only one of them has ${name}`)
    const slow = rows.filter(({ speed }) => speed < LEAST_SPEED)
    console.log(
      `${rows.length} kernels and works, ${slow.length} slower than ${LEAST_SPEED} of ${other}; medians of ${turns} turns, ${((performance.now() - began) / 60_000).toFixed(1)} minutes`,
    )
    return slow.length === 0 ? 0 : 1
  } finally {
    for (const each of sides) each.end()
    dropTree(tree)
  }
}

// `npm run test:engines`: PyTorch as the lab's machine, held to the lab's own kernels. Installs PyTorch from
// PyPI into node_modules/.cache once, then under five minutes: the rules as one file, two processes, a run
// that moves from PyTorch to WGSL and back, the same round on both, and weights sharded over processes. Where
// `npm run fetch:smollm2` has brought SmolLM2-135M, a round of an adapter beside it too, which takes longer.
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildRules } from './buildRules.mjs'
import { smollm2Path } from './smollm2.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const requirements = join(root, 'src/machine/requirements.txt')
const environment = join(root, 'node_modules', '.cache', 'engines')
const toolsList = join(root, 'src/machine/requirements-tools.txt')
const tools = join(root, 'node_modules', '.cache', 'engine-tools')
const weights = join(root, 'public/weights/tiny-stories.safetensors')
const MACHINE = 'torchrun --nproc_per_node 2 machine.py'
/** Of the norms by seat, and of the weights apart beside how far both moved. */
const MOST_NORM = 1e-4
const MOST_APART = 1e-3
/** The same of the norms of an adapter beside SmolLM2-135M, and of weights that are sharded or whole. */
const MOST_NORM_ADAPTER = 1e-3
const MOST_APART_SHARDED = 1e-5

const folder = mkdtempSync(join(tmpdir(), 'spice-engines-'))
const began = Date.now()

/** Runs a command to its end; throws with what it wrote where it fails. */
function done(command, parts, options = {}) {
  const { status, stdout, stderr, error } = spawnSync(command, parts, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: {
      ...process.env,
      PATH: `${join(environment, 'bin')}${delimiter}${process.env.PATH}`,
      OMP_NUM_THREADS: '1',
    },
    ...options,
  })
  if (status !== 0)
    throw new Error(`${command} ${parts.join(' ')}: ${error ?? `${stdout}${stderr}`.slice(-3000)}`)
  return stdout
}

const spice = (...parts) => done(process.execPath, [join(root, 'src/cli/spice.mjs'), ...parts])

function expect(holds, what) {
  if (!holds) throw new Error(what)
  console.log(`${((Date.now() - began) / 1000).toFixed(0).padStart(4)} s  ${what}`)
}

function install(into, list, what) {
  const stamp = join(into, 'requirements.txt')
  const wanted = readFileSync(list, 'utf8')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  rmSync(into, { recursive: true, force: true })
  console.log(`installing ${what} from PyPI, once …`)
  done('python3', ['-m', 'venv', into])
  done(join(into, 'bin', 'python'), ['-m', 'pip', 'install', '--quiet', '-r', list])
  done('cp', [list, stamp])
}

/** What a run is given to other tools as, read by their own readers. */
function shared() {
  install(tools, toolsList, 'TensorBoard, Trackio and datasets')
  const [events, table, questions] = ['events', 'metrics.csv', 'questions'].map((name) => join(folder, name))
  spice(
    ...['share', join(folder, 'torch'), '--tensorboard', events],
    ...['--csv', table, '--dataset', questions],
  )
  const said = done(
    join(tools, 'bin', 'python'),
    [join(root, 'src/machine/read_shared.py'), events, table, questions, join(folder, 'torch/metrics.jsonl')],
    { env: { ...process.env, TRACKIO_DIR: join(folder, 'trackio'), HF_HOME: join(folder, 'hf') } },
  )
  for (const line of said.split('\n').filter((each) => /^(?:TensorBoard|Trackio|datasets) read/.test(each)))
    expect(true, line)
}

const linesOf = (run, file) =>
  readFileSync(join(folder, run, file), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))

/** A checkpoint's weights in one list, the optimizer's state left out. */
function weightsIn(path) {
  const bytes = readFileSync(path)
  const length = Number(bytes.readBigUInt64LE(0))
  const { __metadata__: _, ...tensors } = JSON.parse(bytes.subarray(8, 8 + length).toString())
  return Object.entries(tensors)
    .filter(([name]) => !name.startsWith('optimizer.'))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(
      ([
        ,
        {
          data_offsets: [from, to],
        },
      ]) => [
        ...new Float32Array(
          bytes.buffer.slice(bytes.byteOffset + 8 + length + from, bytes.byteOffset + 8 + length + to),
        ),
      ],
    )
}

const checkpoint = (run, name) => join(folder, run, 'checkpoints', `${name}.safetensors`)
const distance = (a, b) => Math.sqrt(a.reduce((sum, value, i) => sum + (value - b[i]) ** 2, 0))
const run = (name, ...parts) =>
  spice(
    ...['run', '--out', join(folder, name)],
    ...(parts.includes('--resume')
      ? []
      : [
          ...['--corpus', 'stories-numbers,stories-relations', '--start-from', weights],
          ...['--set', 'game.passages=4', '--set', 'game.groupSize=4', '--set', 'game.maxCandidates=4'],
          ...['--set', 'probe.questions=8', '--set', 'keep.checkpointEvery=1'],
        ]),
    ...parts,
  )

/** Gaps in documents, whose gate `fits` and whose perplexity rest on the question `score`. */
function scores() {
  const gaps = [
    ...[
      '--rounds',
      '1',
      '--corpus',
      'prose',
      '--start-from',
      join(root, 'public/weights/nano-numbers.safetensors'),
    ],
    ...['world=cloze', 'cloze=options', 'challengerTokens=32', 'reasonerTokens=48', 'passages=2']
      .concat(['groupSize=4', 'maxCandidates=4'])
      .flatMap((each) => ['--set', `game.${each}`]),
    ...['--set', 'gates.active=parse,leak,fits,duplicate', '--set', 'probe.questions=5'],
  ]
  const found = [['--machine', MACHINE], []].map((machine, i) => {
    spice('run', '--out', join(folder, `gaps-${i}`), ...gaps, ...machine)
    const [line] = linesOf(`gaps-${i}`, 'metrics.jsonl')
    const fit = linesOf(`gaps-${i}`, 'episodes.jsonl').flatMap(({ candidates }) =>
      candidates.map(({ gates }) => gates.find(({ gate }) => gate === 'fits')?.passed ?? null),
    )
    return { perplexity: line.perplexity, fit }
  })
  const [there, here] = found
  expect(
    Math.abs(there.perplexity / here.perplexity - 1) < MOST_NORM,
    `perplexity of documents: ${there.perplexity.toPrecision(7)} by PyTorch, ${here.perplexity.toPrecision(7)} by WGSL`,
  )
  const judged = here.fit.filter((passed) => passed !== null).length
  expect(
    judged > 0 && there.fit.join() === here.fit.join(),
    `the gate fits judges ${judged} gaps alike, ${here.fit.filter((passed) => passed === false).length} refused`,
  )
}

function rules(file) {
  const open = {
    id: 1,
    op: 'open',
    model: weights,
    corpus: [join(root, 'public/corpora/stories-numbers/corpus.jsonl.gz')],
  }
  const input = `${JSON.stringify(open)}\n${JSON.stringify({ id: 2, op: 'dance' })}\n`
  // In an empty folder: the file needs nothing beside it.
  const said = spawnSync('sh', ['-c', `(cat; sleep 3) | "${process.execPath}" "${file}"`], {
    input,
    cwd: folder,
    encoding: 'utf8',
  })
  const lines = said.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(
    lines[0]?.ok?.documents > 100 && lines[1]?.error !== undefined,
    `rules.mjs stands alone: ${lines[0]?.ok?.documents} documents, ${lines[0]?.ok?.ends.length} end ids`,
  )
}

/** Texts of a run's rounds from `first` on, in order. */
const texts = (name, first = 0) =>
  linesOf(name, 'episodes.jsonl')
    .filter(({ round }) => round >= first)
    .flatMap(({ candidates, attempts }) => [...candidates, ...attempts].map(({ text }) => text))

/** Both seats' norms in a line of PyTorch's and one of WGSL's. */
function normsAgree(torch, wgsl, most, what = '') {
  for (const seat of ['gradNormChallenger', 'gradNormReasoner']) {
    const apart = Math.abs(torch[seat] / wgsl[seat] - 1)
    expect(
      apart < most,
      `${what}${seat}: ${torch[seat].toPrecision(7)} by PyTorch, ${wgsl[seat].toPrecision(7)} by WGSL, ${apart.toExponential(1)} apart`,
    )
  }
}

/** An adapter beside SmolLM2-135M: from one checkpoint a round on two processes and one on WGSL. */
function adapter() {
  const game = ['world=cloze', 'cloze=options', 'prompts=paper', 'passages=1', 'passageTokens=64'].concat([
    'groupSize=4',
    'maxCandidates=4',
    'challengerTokens=24',
    'reasonerTokens=24',
  ])
  const weights = ['trained=adapter', 'storage=f32', 'rank=8', 'alpha=16']
  const settings = [
    ...game.map((each) => `game.${each}`),
    ...weights.map((each) => `weights.${each}`),
    ...['gates.active=parse', 'model.context=448', 'keep.checkpointEvery=1', 'probe.questions=5'],
  ]
  spice(
    ...['run', '--out', join(folder, 'adapter-torch'), '--model', smollm2Path, '--corpus', 'prose'],
    ...['--seed', '1', '--rounds', '1', '--machine', MACHINE],
    ...settings.flatMap((each) => ['--set', each]),
  )
  // A round has moved the adapter's second matrices away from zero: both of each pair learn from here on.
  cpSync(join(folder, 'adapter-torch'), join(folder, 'adapter-wgsl'), { recursive: true })
  const [torch, wgsl] = ['torch', 'wgsl'].map((name) => {
    const machine = name === 'torch' ? ['--machine', MACHINE] : []
    spice('run', '--out', join(folder, `adapter-${name}`), '--resume', '--rounds', '2', ...machine)
    return linesOf(`adapter-${name}`, 'metrics.jsonl').at(-1)
  })
  const [written, other] = [texts('adapter-torch', 1), texts('adapter-wgsl', 1)]
  expect(
    torch.round === 1 && written.length > 4 && written.join('\n') === other.join('\n'),
    `SmolLM2-135M writes the same ${written.length} completions by PyTorch and WGSL`,
  )
  normsAgree(torch, wgsl, MOST_NORM_ADAPTER, 'an adapter beside it, ')
}

/** The same round with weights sharded over the processes as with whole ones. */
function sharded() {
  const said = done('torchrun', ['--nproc_per_node', '2', join(root, 'src/machine/sharded_check.py')])
  for (const line of said.split('\n').filter((each) => each.startsWith('2 processes')))
    expect(true, `FSDP2, ${line}`)
  run('sharded', '--machine', `${MACHINE} --shard`, '--rounds', '1')
  const { device } = JSON.parse(readFileSync(join(folder, 'sharded', 'run.json'), 'utf8'))
  const weightsOf = (name, at) => weightsIn(checkpoint(name, at))
  const moved = distance(weightsOf('torch', '1'), weightsOf('torch', 'warm'))
  const apart = distance(weightsOf('torch', '1'), weightsOf('sharded', '1'))
  expect(
    device.endsWith('(gloo, FSDP2)') && apart <= MOST_APART_SHARDED * moved,
    `a round by ${device}: weights moved by ${moved.toPrecision(4)} and stand ${apart.toPrecision(2)} from those that were whole`,
  )
}

try {
  install(environment, requirements, 'PyTorch')
  rules(await buildRules(join(folder, 'rules.mjs')))

  run('torch', '--machine', MACHINE, '--rounds', '1')
  const record = JSON.parse(readFileSync(join(folder, 'torch', 'run.json'), 'utf8'))
  expect(/, 2 processes \(gloo\)$/.test(record.device), `two processes played: ${record.device}`)
  run('wgsl', '--rounds', '1')
  const [torch, wgsl] = ['torch', 'wgsl'].map((name) => linesOf(name, 'metrics.jsonl')[0])
  expect(
    Object.keys(torch).join() === Object.keys(wgsl).join(),
    `a line of metrics.jsonl has the same ${Object.keys(wgsl).length} fields`,
  )
  const [written, other] = [texts('torch'), texts('wgsl')]
  const same = written.filter((text, i) => text === other[i]).length
  expect(
    written.length === other.length && same / written.length > 0.99,
    `PyTorch and WGSL write alike: ${same} of ${other.length} completions`,
  )
  normsAgree(torch, wgsl, MOST_NORM)
  const start = weightsIn(checkpoint('wgsl', 'warm'))
  const [there, here] = [weightsIn(checkpoint('torch', '1')), weightsIn(checkpoint('wgsl', '1'))]
  const [moved, apart] = [distance(here, start), distance(here, there)]
  expect(
    moved > 0 && apart < MOST_APART * moved,
    `weights moved by ${moved.toPrecision(4)} and stand ${apart.toPrecision(2)} apart`,
  )

  sharded()
  run('torch', '--resume', '--rounds', '2')
  const middle = JSON.parse(readFileSync(join(folder, 'torch', 'run.json'), 'utf8'))
  run('torch', '--resume', '--rounds', '3', '--machine', MACHINE)
  const rounds = linesOf('torch', 'metrics.jsonl').map(({ round }) => round)
  expect(
    rounds.join() === '0,1,2' && !middle.device.startsWith('torch'),
    `a run moved from PyTorch to ${middle.device} and back: rounds ${rounds.join(', ')}`,
  )

  scores()
  shared()
  if (existsSync(smollm2Path)) adapter()
  else console.log('left out: the round with SmolLM2-135M, which `npm run fetch:smollm2` brings')
  console.log('all passed, 0 failed')
} finally {
  rmSync(folder, { recursive: true, force: true })
}

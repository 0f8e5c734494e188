// `npm run play:smollm2`: one round of the game with SmolLM2-135M-Instruct in both seats, on one passage of
// the prose corpus, through `spice run` as a person runs it. What it wrote once is in
// e2e/fixtures/rounds/smollm2.
import { spawnSync } from 'node:child_process'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expectSmollm2, smollm2Path } from './smollm2.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')

/**
 * G = K = 4 and 96 new tokens; the paper's gate; the rules draw the type; a passage, prompt and task within
 * 448 tokens.
 */
const settings = [
  'game.passages=1',
  'game.groupSize=4',
  'game.maxCandidates=16',
  'game.passageTokens=96',
  'game.challengerTokens=96',
  'game.reasonerTokens=96',
  'game.answerTypes=integer',
  'game.typeChoice=assigned',
  'game.prompts=paper',
  'gates.active=parse',
  'weights.trained=adapter',
  'weights.storage=q4',
  'weights.rank=8',
  'weights.alpha=16',
  'model.context=448',
  'warmStart.batchTokens=512',
]

expectSmollm2()
const { status } = spawnSync(
  process.execPath,
  [
    join(root, 'src/cli/spice.mjs'),
    'run',
    '--model',
    relative(root, smollm2Path),
    '--corpus',
    'prose',
    '--rounds',
    '1',
    '--seed',
    '1',
    '--out',
    join('runs', 'smollm2'),
    ...settings.flatMap((each) => ['--set', each]),
    ...process.argv.slice(2),
  ],
  { stdio: 'inherit', cwd: root },
)
process.exit(status ?? 1)

// The command line: `npm run spice -- <command> ...`. A composition root: joins the engine to folders and to
// Dawn.

import { Command, CommanderError, Option } from 'commander'
import { switchDebug } from '../base/debug'
import { messageOf } from '../base/result'
import { baseStorages } from '../config/adapterSettings'
import { presetNames } from '../config/field'
import { modelSizes } from '../config/schema'
import { publishedNames } from '../config/publishedShapes'
import { tableModelNames } from '../engine/runtime/kernelUse'
import { tableSettings } from '../engine/runtime/memoryPlan'
import { deviceParts } from '../protocol/deviceReport'
import { arena, type ArenaOptions } from './arenaCommand'
import { device, type DeviceOptions } from './device/deviceCommand'
import { download, type DownloadOptions } from './downloadCommand'
import { evaluate, type EvalOptions } from './evalCommand'
import { gaps, type GapsOptions } from './gapsCommand'
import { look, type LookOptions } from './lookCommand'
import { examples, type ExamplesOptions } from './examplesCommand'
import {
  exportTo,
  generate,
  score,
  storageOf,
  type ExportOptions,
  type GenerateOptions,
  type ScoreOptions,
} from './modelCommands'
import { judgeFile, type JudgeOptions } from './judgeCommand'
import { endWithLauncher } from './launcher.mjs'
import { kernels } from './kernelsCommand'
import { plan, type PlanOptions } from './planCommand'
import { readFiles, type ReadOptions } from './readCommand'
import { run, type RunOptions } from './runCommand'
import { share, type ShareOptions } from './share/shareCommand'
import { shapes } from './shapesCommand'
import { ambiguousBenchmark } from './ambiguousSettings'
import { spillover, type SpilloverOptions } from './spilloverCommand'
import { startCheck, type StartCheckOptions } from './startCheckCommand'
import { study, type StudyOptions } from './studyCommand'
import { tryOut, type TryOptions } from './tryCommand'
import { FAILED, anyNumber, UsageError, wholeNumber, WRONG_USAGE } from './usage'
import { checkedOperations, checkOf } from '../kernelChecks'

const WHICH_MODEL = `a size with built-in weights (${modelSizes.join(', ')}), a GGUF file, a checkpoint file or a Hugging Face folder`

const STORAGE = `how the weights are kept on the device: ${baseStorages.join(', ')}`
const BASE = 'the model beside which a checkpoint of an adapter run stands'
const MACHINE =
  'a command whose processes hold the model and compute: "torchrun --nproc_per_node 2 machine.py"; machine.py is the lab\'s own'
const SPEECH = 'a module of yours that recognises speech, for recordings among the files (docs/documents.md)'
const collect = (value: string, before: string[] = []): string[] => [...before, value]

function program(finish: (code: number) => void): Command {
  const spice = new Command('spice')
    .description('A transformer teaches itself to reason by self-play on a corpus.')
    .exitOverride()
    .showHelpAfterError('(--help shows the options)')
  spice
    .command('run')
    .description('a run: the warm start, then rounds')
    .requiredOption(
      '--out <folder>',
      'where the run goes: config.json, metrics.jsonl, episodes.jsonl, checkpoints/',
    )
    .option(
      '--corpus <folder>',
      'a folder of documents or the name of a starter corpus; several, separated by commas',
    )
    .option(
      '--preset <name>',
      `${presetNames.join(', ')}; without it and without --model, weights that come with the lab: gaps in your documents, or what the starter corpus was made for`,
    )
    .option(
      '--model <name>',
      `a size (${modelSizes.join(', ')}), a checkpoint file, a GGUF file or a Hugging Face folder`,
    )
    .option('--rounds <n>', 'rounds in all', wholeNumber('--rounds', 0, 100_000))
    .option('--seed <n>', 'seed of every random number', wholeNumber('--seed', 0, 0xffffffff), 1)
    .option('--warm-start <steps>', 'steps of the warm start', wholeNumber('--warm-start', 0, 1_000_000))
    .option('--warm-start-only', 'end after the warm start', false)
    .option('--resume', 'resume the run in the folder', false)
    .option('--set <section.field=value>', 'any other field of a run; repeatable', collect, [])
    .option('--start-from <file>', "begin with a checkpoint's weights, without a warm start")
    .option(
      '--adapter <folder>',
      'an adapter that peft has saved beside that model or those weights, to train further',
    )
    .option('--probe <file>', 'JSON list of fixed questions; without it the corpus decides')
    .option(
      '--challenger-at <address>',
      "an OpenAI-compatible server holds the Challenger's seat: http://localhost:8080/v1; a key is read from SPICE_ENDPOINT_KEY",
    )
    .option('--challenger-model <name>', 'the model to ask that server for')
    .option(
      '--challenger-budget <tokens>',
      'the most tokens that the run asks it for, prompts and answers together (5000000)',
      wholeNumber('--challenger-budget', 0, Number.MAX_SAFE_INTEGER),
    )
    .option('--speech <module>', SPEECH)
    .option('--machine <command>', MACHINE)
    .action(async (options: RunOptions) => finish(await run(options)))
  spice
    .command('try')
    .description(
      'before a run: how many of sixteen questions are valid, how long the first round and the whole run take',
    )
    .requiredOption('--corpus <folder>', 'as of `spice run`, and so are the other options')
    .option('--preset <name>', presetNames.join(', '))
    .option('--model <name>', WHICH_MODEL)
    .option('--rounds <n>', 'rounds in all', wholeNumber('--rounds', 0, 100_000))
    .option('--seed <n>', 'seed of every random number', wholeNumber('--seed', 0, 0xffffffff), 1)
    .option('--set <section.field=value>', 'any other field of a run; repeatable', collect, [])
    .option('--start-from <file>', "a checkpoint's weights")
    .action(async (options: TryOptions) => finish(await tryOut(options)))
  spice
    .command('study')
    .description('a study: several arms over several seeds, and a report')
    .argument('<file>', 'the study: corpus, probe, seeds and arms')
    .requiredOption('--out <folder>', 'where the runs and the report go')
    .option('--resume', 'resume the study in the folder', false)
    .option('--arms <list>', 'only these arms')
    .option('--seeds <list>', 'only these seeds')
    .option(
      '--publish <folder>',
      'a folder for what the page shows: study, report, records, first and last weights',
    )
    .option('--short', 'publish no weights, and of each probe only the share right by kind', false)
    .option('--machine <command>', MACHINE)
    .action(async (file: string, options: StudyOptions) => finish(await study(file, options)))
  spice
    .command('examples')
    .description("the warm start's examples as token ids, for a warm start made elsewhere")
    .requiredOption('--out <folder>', 'where start.safetensors, examples.u16 and examples.json go')
    .option('--preset <name>', presetNames.join(', '), 'default')
    .option('--model <size>', modelSizes.join(', '))
    .option('--seed <n>', 'seed of every random number', wholeNumber('--seed', 0, 0xffffffff), 1)
    .option('--tokens <n>', 'tokens in all', wholeNumber('--tokens', 1, 1_000_000_000), 1_000_000)
    .option('--stories <n>', 'fresh stories of each domain', wholeNumber('--stories', 1, 1_000_000), 40_000)
    .option('--set <section.field=value>', 'any field of a run; repeatable', collect, [])
    .addOption(
      new Option('--about <what>', 'what the passages are')
        .choices(['stories', 'ambiguous'])
        .default('stories'),
    )
    .option('--start-from <file>', 'a checkpoint that has learned before, for more of its warm start')
    .option('--text <file>', 'documents to read in place of stories: lines of JSON with source, split, text')
    .option('--shape <parts>', 'with --text, parts of the shape: width=160,layers=3,heads=5,hidden=432')
    .action((options: ExamplesOptions) => finish(examples(options)))
  spice
    .command('gaps')
    .description(
      'how well weights read: gaps in documents that they have not seen, beside what counting words can do',
    )
    .requiredOption('--weights <name>', 'a checkpoint file or the name of built-in weights')
    .requiredOption('--corpus <folder>', 'a folder of documents, or the name of a starter corpus')
    .option(
      '--examples <folder>',
      'what `spice examples` wrote: text for the commonest option and the trigram model',
    )
    .option('--questions <n>', 'questions', wholeNumber('--questions', 1, 100_000), 400)
    .option('--seed <n>', 'seed of the pool and of the intervals', wholeNumber('--seed', 0, 0xffffffff), 1)
    .option('--json <file>', 'where the numbers and every question go')
    .action(async (options: GapsOptions) => finish(await gaps(options)))
  spice
    .command('look')
    .description('a question and its answer on their way through a model, as the file that the page draws')
    .requiredOption('--weights <name>', 'a checkpoint file or the name of built-in weights')
    .requiredOption('--question <text>', 'what the Reasoner is asked')
    .requiredOption('--json <file>', 'where the tokens, attention and guesses go')
    .action(async (options: LookOptions) => finish(await look(options)))
  spice
    .command('plan')
    .description('which published models can be trained in 4, 8, 16 and 24 GB, and what they take')
    .option('--context <n>', 'longest sequence', wholeNumber('--context', 64, 8192), tableSettings.context)
    .option(
      '--new-tokens <n>',
      'new tokens per attempt',
      wholeNumber('--new-tokens', 8, 4096),
      tableSettings.newTokens,
    )
    .option(
      '--attempts <n>',
      'attempts side by side',
      wholeNumber('--attempts', 2, 64),
      tableSettings.attempts,
    )
    .option('--rank <n>', 'rank of the adapter', wholeNumber('--rank', 1, 256), tableSettings.rank)
    .action((options: PlanOptions) => finish(plan(options)))
  spice
    .command('shapes')
    .description(
      'shapes of published models with random weights in four bits: loaded, run over 8 tokens, one step of LoRA, memory beside the plan',
    )
    .argument('[names...]', publishedNames.join(', '), ['Qwen3-4B', 'OctoThinker-3B'])
    .option('--rank <n>', 'rank of the adapter', wholeNumber('--rank', 1, 256), 16)
    .action(async (names: string[], options: { rank: number }) => finish(await shapes(names, options)))
  spice
    .command('kernels')
    .description(
      "dispatches of a training step, a roll-out and a decoded token, as JSON; with a GPU's compiler: npm run kernels",
    )
    .argument('[names...]', tableModelNames.join(', '), [...tableModelNames])
    .action(async (names: string[]) => finish(await kernels(names)))
  spice
    .command('device')
    .description(
      'measures this GPU: kernel checks, the tuner, speeds beside its own peaks and PyTorch, the default run; as JSON and a table',
    )
    .requiredOption('--out <folder>', 'where NAME.json and NAME.md go')
    .option('--name <name>', 'what the files are called', 'device')
    .option('--seconds <n>', 'seconds in all', wholeNumber('--seconds', 5, 86_400), 460)
    .option('--only <parts>', `separated by commas: ${deviceParts.join(', ')}`)
    .option('--operations <names>', `which checks, separated by commas: ${checkedOperations.join(', ')}`)
    .option('--small', 'sizes for a software adapter', false)
    .option('--python <command>', 'the Python that has PyTorch', 'python3')
    .addOption(new Option('--part <part>').hideHelp())
    .action(async (options: DeviceOptions) =>
      finish(await device(options, { operations: checkedOperations, checkOf })),
    )
  spice
    .command('download')
    .description(
      'downloads a model by its name on the hub, into a folder for --model; the same command resumes it',
    )
    .argument('<name>', 'owner/name, owner/name/file.gguf, or the address of a model or of a GGUF file')
    .requiredOption('--out <folder>', 'where its files go')
    .option('--hub <address>', 'another server with the same interface as the hub')
    .action(async (name: string, options: DownloadOptions) => finish(await download(name, options)))
  spice
    .command('score')
    .description('the log-probability of every token in lists of ids')
    .requiredOption('--model <name>', WHICH_MODEL)
    .requiredOption('--ids <file>', 'JSON: a list of lists of ids')
    .requiredOption('--json <file>', 'where the numbers go')
    .option('--storage <bits>', STORAGE, storageOf, 'f32')
    .option('--base <name>', BASE)
    .option('--top', 'also the likeliest id after each id', false)
    .option('--logits <file>', 'safetensors: all logits after each id, list by list')
    .action(async (options: ScoreOptions) => finish(await score(options)))
  spice
    .command('share')
    .description('a run for other tools: metrics, questions as a dataset, a chart as a web page')
    .argument('<run>', "the run's folder")
    .option('--tensorboard <folder>', 'an event file that TensorBoard and W&B read')
    .option('--csv <file>', 'a row per round, for Trackio and spreadsheets')
    .option('--dataset <folder>', 'the questions as a Hugging Face dataset with a data card')
    .option('--passages', 'include the passages that the questions were written from', false)
    .option('--embed <file>', 'the chart of the run, or one episode, as a single HTML file')
    .option('--episode <round.episode>', 'with --embed: which episode, counted from 1')
    .option('--zip <file>', 'the run as one file, which the page\'s "Import a run" takes')
    .action(async (folder: string, options: ShareOptions) => finish(await share(folder, options)))
  spice
    .command('export')
    .description('writes a model as a Hugging Face folder that transformers loads')
    .requiredOption('--model <name>', WHICH_MODEL)
    .requiredOption('--out <folder>', 'where config.json, model.safetensors and the tokenizer go')
    .option('--base <name>', `${BASE}; with --adapter, what its readers are told to load`)
    .option('--adapter', 'of a checkpoint, only what was learned beside its base, as a PEFT folder', false)
    .option('--dtype <name>', 'F32, F16, BF16', 'F32')
    .action(async (options: ExportOptions) => finish(await exportTo(options)))
  spice
    .command('generate')
    .description('continues a prompt; the text goes to stdout')
    .requiredOption('--model <name>', WHICH_MODEL)
    .option('--prompt <text>', 'what to continue')
    .option('--ids <file>', 'JSON: a list of lists of ids to continue')
    .option('--storage <bits>', STORAGE, storageOf, 'f32')
    .option('--base <name>', BASE)
    .option('--chat', "put the prompt into the model's chat template, as a user's message", false)
    .option('--system <text>', 'a system message before it')
    .option('--new-tokens <n>', 'most tokens to write', wholeNumber('--new-tokens', 1, 100_000), 64)
    .option(
      '--temperature <t>',
      '0 takes the likeliest token each time',
      anyNumber('--temperature', 0, 100),
      0,
    )
    .option('--seed <n>', 'seed of the draws', wholeNumber('--seed', 0, 0xffffffff), 1)
    .option('--count <n>', 'continuations of each prompt', wholeNumber('--count', 1, 1000), 1)
    .option('--ignore-end', 'continue past end tokens', false)
    .option('--json <file>', 'where prompts, ids and log-probabilities go')
    .action(async (options: GenerateOptions) => finish(await generate(options)))
  spice
    .command('arena')
    .description(
      'checkpoints as Challengers against checkpoints as Reasoners on one pool of passages; nothing is trained',
    )
    .requiredOption(
      '--challengers <list>',
      'checkpoint files or names of built-in weights, separated by commas; label=file names one; "scripted" is the script that knows the stories',
    )
    .requiredOption('--reasoners <list>', 'the same')
    .requiredOption('--passages <folder>', 'a folder of documents, or the name of a starter corpus')
    .option('--base <name>', BASE)
    .option('--count <n>', 'passages of the pool', wholeNumber('--count', 1, 100_000), 64)
    .option('--candidates <n>', 'questions tried per passage', wholeNumber('--candidates', 2, 64), 8)
    .option('--attempts <n>', 'answers per question', wholeNumber('--attempts', 1, 64), 8)
    .option('--seed <n>', 'seed of pool, questions and answers', wholeNumber('--seed', 0, 0xffffffff), 1)
    .option(
      '--forbid-first <text>',
      'what an attempt may not begin with when forced to work; repeatable; "" leaves that measure out',
      collect,
    )
    .option('--like <folder>', 'a run whose gates, answer types and token limits to use')
    .option('--preset <name>', presetNames.join(', '), 'default')
    .option('--set <section.field=value>', 'any other field of a run; repeatable', collect, [])
    .option('--json <file>', 'where the report goes')
    .option('--machine <command>', MACHINE)
    .action(async (options: ArenaOptions) => finish(await arena(options)))
  spice
    .command('eval')
    .description('checkpoints on a benchmark; nothing is trained')
    .argument('<file>', "JSONL in the shape of GSM8K or MMLU-Pro, or one of the lab's own lists")
    .requiredOption(
      '--checkpoints <list>',
      'checkpoint files or names of built-in weights, separated by commas',
    )
    .option('--base <name>', BASE)
    .option(
      '--samples <n>',
      'answers per question at temperature 1, beside the greedy one',
      wholeNumber('--samples', 0, 64),
      4,
    )
    .option('--limit <n>', 'only the first n questions', wholeNumber('--limit', 1))
    .option('--seed <n>', 'seed of the answers', wholeNumber('--seed', 0, 0xffffffff), 1)
    .option(
      '--forbid-first <text>',
      'what an attempt may not begin with when forced to work; repeatable; "" leaves that measure out',
      collect,
    )
    .option('--like <folder>', 'a run whose token limit for answers to use')
    .option('--preset <name>', presetNames.join(', '), 'default')
    .option('--set <section.field=value>', 'any other field of a run; repeatable', collect, [])
    .option('--json <file>', 'where the results go')
    .option('--machine <command>', MACHINE)
    .action(async (file: string, options: EvalOptions) => finish(await evaluate(file, options)))
  spice
    .command('start-check')
    .description(
      'whether weights are a fair start for ambiguous events: how likely both readings of each kind are, how many questions are valid, what they ask about',
    )
    .requiredOption('--weights <name>', 'a checkpoint file or the name of built-in weights')
    .option('--benchmark <file>', 'questions by kind', ambiguousBenchmark)
    .option('--passages <n>', 'passages that are asked about', wholeNumber('--passages', 1, 10_000), 128)
    .option('--seed <n>', 'seed of passages and questions', wholeNumber('--seed', 0, 0xffffffff), 1)
    .option('--set <section.field=value>', 'any field of a run; repeatable', collect, [])
    .option('--json <file>', 'where the figures go')
    .action(async (options: StartCheckOptions) => finish(await startCheck(options)))
  spice
    .command('spillover')
    .description(
      'trains the Reasoner on the first kinds of ambiguous events only: how far do the others move?',
    )
    .requiredOption('--weights <name>', 'a checkpoint file')
    .requiredOption('--out <folder>', 'where the run and spillover.json go')
    .option('--benchmark <file>', 'questions by kind', ambiguousBenchmark)
    .option('--kinds <n>', 'kinds that are asked about', wholeNumber('--kinds', 1, 11), 4)
    .option('--rounds <n>', 'rounds', wholeNumber('--rounds', 1, 100_000), 100)
    .option('--seed <n>', 'seed of every random number', wholeNumber('--seed', 0, 0xffffffff), 1)
    .option('--set <section.field=value>', 'any field of a run; repeatable', collect, [])
    .option('--machine <command>', MACHINE)
    .action(async (options: SpilloverOptions) => finish(await spillover(options)))
  spice
    .command('read')
    .description('the documents read from files, and what was left out of each')
    .argument('<files...>', 'files, as you would drop them on the page')
    .requiredOption('--json <file>', 'where the documents go')
    .option('--encoding <name>', 'encoding of the texts, if it is guessed wrongly')
    .option('--speech <module>', SPEECH)
    .action(async (files: string[], options: ReadOptions) => finish(await readFiles(files, options)))
  spice
    .command('judge')
    .description("the verifier's verdicts: right, wrong or noAnswer")
    .argument('<file>', 'JSON: a list of {type, gold, text}, optionally options')
    .requiredOption('--json <file>', 'where the verdicts go, in order')
    .action((file: string, options: JudgeOptions) => finish(judgeFile(file, options)))
  return spice
}

async function main(): Promise<number> {
  endWithLauncher()
  switchDebug(process.env.SPICE_DEBUG === '1')
  let code = 0
  try {
    await program((finished) => {
      code = finished
    }).parseAsync()
    return code
  } catch (thrown) {
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 0 : WRONG_USAGE
    console.error(`spice: ${messageOf(thrown)}`)
    return thrown instanceof UsageError ? WRONG_USAGE : FAILED
  }
}

// Dawn keeps the process alive, so it ends here by itself.
process.exit(await main())

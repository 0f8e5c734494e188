// Everything a run needs before it can be played: tokenizer, device, model, corpus, probe, and the place to
// go on from.
// From the newest checkpoint where there is one; else the tokenizer is learned from the corpora and the
// weights are drawn.

import { adapterName } from '../../base/adapterName'
import { problem } from '../../problems'
import { hash32, hashText, Random } from '../../base/random'
import { withNote } from '../../protocol/notes'
import type { Activity, Progress } from '../../protocol/door'
import { marks } from '../../spice/seats'
import { chooseCheckpoint } from './chooseCheckpoint'
import { SelfPlay } from './selfPlay'
import type { RunRecorder } from './runRecorder'
import { named } from '../../protocol/progressDetail'
import { chooseKernels } from '../runtime/runKernels'
import {
  architectureFor,
  GpuModelRuntime,
  type ModelRuntime,
  type OpenModelRuntime,
} from '../runtime/modelRuntime'
import { holdsOut } from '../passages/runPassages'
import { textsForTokenizer } from '../passages/tokenizerTexts'
import type { EnginePorts } from '../enginePorts'
import { probeFor } from './probeQuestions'
import { publishedWeights } from '../runtime/publishedModel'
import { startPosition, type Snapshot } from '../checkpoints/snapshot'
import { GpuFailure, type Gpu } from '../../gpu'
import { EngineError, isStop, StopError } from '../errors'
import { type Tokenizer, TokenizerTrainer } from '../../text/tokenizer'
import { formatTexts } from '../../training/examples'
import { clozeTexts } from '../../training/clozeExamples'
import { programTexts } from '../../training/programExamples'
import { MachineRuntime } from '../machine/machineRuntime'
import { printMachine, type OpenMachine } from '../machine/machineLink'
import type { RunConfig } from '../../config/schema'
import type { PreparedRun } from './trainingLoop'

/** Characters of the corpora that a tokenizer learns from: more adds time and hardly changes its merges. */
const TOKENIZER_CHARACTERS = 4_000_000

export interface Preparation {
  /** Name of the checkpoint to go on from; null for the newest. */
  readonly checkpoint: string | null
  readonly signal: AbortSignal
  readonly activity: (activity: Activity) => void
  readonly progress: (progress: Progress) => void
}

async function learnTokenizer(
  ports: EnginePorts,
  recorder: RunRecorder,
  { signal, activity, progress }: Preparation,
): Promise<Tokenizer> {
  const { corpora, linked } = recorder.record
  activity('tokenizing')
  const trainer = new TokenizerTrainer()
  const random = Random.from(hashText('tokenizer'))
  const formats = (text: string): string[] => {
    switch (linked.config.game.world) {
      case 'programs':
        return programTexts(random)
      case 'cloze':
        return clozeTexts()
      case 'passages':
        return formatTexts(text, linked.config, random)
    }
  }
  const withheld = holdsOut(linked.config)
  for await (const text of textsForTokenizer(ports.corpora, corpora, TOKENIZER_CHARACTERS, withheld)) {
    if (signal.aborted) throw new StopError('The run was told to stop.')
    trainer.add(text)
    for (const written of formats(text)) trainer.add(written)
    progress({
      activity: 'tokenizing',
      detail: { kind: 'readingCorpus' },
      done: trainer.characters,
      total: TOKENIZER_CHARACTERS,
      unit: 'characters',
    })
  }
  return trainer.finish(linked.config.model.vocabulary, marks, (done, total) =>
    progress({ activity: 'tokenizing', detail: { kind: 'joiningPairs' }, done, total, unit: 'tokens' }),
  )
}

/** The model of a run that begins with nothing. */
async function drawn(
  ports: EnginePorts,
  recorder: RunRecorder,
  preparation: Preparation,
): Promise<Pick<Snapshot, 'tokenizer' | 'architecture'>> {
  const tokenizer = await learnTokenizer(ports, recorder, preparation)
  return { tokenizer, architecture: architectureFor(recorder.record.linked.config, tokenizer) }
}

/** Throws EngineError with what to do; a device that was opened on the way is freed. */
export async function prepareRun(
  ports: EnginePorts,
  recorder: RunRecorder,
  preparation: Preparation,
): Promise<PreparedRun> {
  const { linked, corpora } = recorder.record
  const { activity } = preparation
  activity('opening')
  const snapshot = await chooseCheckpoint(ports, recorder.record, preparation.checkpoint, recorder.notify)
  const published = snapshot === null ? null : await publishedWeights(ports, snapshot)
  const { tokenizer, architecture } = snapshot ?? (await drawn(ports, recorder, preparation))
  activity('compiling')
  // Its documents are looked at while the device compiles; what goes wrong is told where it is waited for.
  const probe = probeFor(ports, corpora, linked.config)
  probe.catch(() => undefined)
  const { runtime, kernels } =
    ports.openMachine === undefined
      ? await onDevice(ports, recorder, preparation, { snapshot, tokenizer, architecture })
      : await onMachine(ports.openMachine, linked.config, { tokenizer, architecture })
  try {
    const seed = hash32(linked.seed, hashText('weights'))
    if (snapshot === null) await runtime.initialise(seed)
    else
      await runtime.restore(snapshot, seed, published, {
        signal: preparation.signal,
        onProgress: (done, total) =>
          preparation.progress({
            activity: 'loading',
            detail: { kind: 'weights' },
            done,
            total,
            unit: 'tensors',
          }),
      })

    const seats = {
      player: runtime.player,
      trainer: runtime.trainer,
      tokenizer,
      context: architecture.context,
    }
    const game = await SelfPlay.open(ports, corpora, linked, seats, await probe)
    const position = { ...(snapshot?.position ?? startPosition), kernels }
    const { info } = runtime.gpu
    await recorder.goBackTo(position.rounds, position.warm.step)
    await recorder.change({
      kernels,
      vocabulary: tokenizer.vocabulary(),
      device: adapterName(info),
      ...(position.corpus === 0 || position.corpus === game.passages.fingerprint
        ? {}
        : withNote(recorder.record, problem('note-corpus-changed'))),
    })
    return { runtime, game, position: { ...position, corpus: game.passages.fingerprint } }
  } catch (thrown) {
    const why = await lossBehind(runtime.gpu, thrown)
    runtime.destroy()
    throw why
  }
}

/** Milliseconds to wait for the news that a device is gone. */
const NEWS = 1000

/** What was thrown, or that the device was lost: every command then fails, often before the news of it. */
async function lossBehind({ lost }: Pick<Gpu, 'lost'>, thrown: unknown): Promise<unknown> {
  if (thrown instanceof EngineError || isStop(thrown)) return thrown
  const silence = new Promise<null>((resolve) => setTimeout(() => resolve(null), NEWS))
  const loss = await Promise.race([lost, silence])
  return loss === null
    ? thrown
    : new GpuFailure(problem('device-lost', { reason: '', message: loss.message }))
}

interface Opened {
  readonly runtime: ModelRuntime
  /** What the run's record says of how it computes. */
  readonly kernels: string
}

async function onMachine(
  openMachine: OpenMachine,
  config: RunConfig,
  { tokenizer, architecture }: Pick<Snapshot, 'tokenizer' | 'architecture'>,
): Promise<Opened> {
  const link = await openMachine()
  return {
    runtime: await MachineRuntime.open(link, architecture, tokenizer, config),
    kernels: printMachine(link.about),
  }
}

async function onDevice(
  ports: EnginePorts,
  recorder: RunRecorder,
  preparation: Preparation,
  {
    snapshot,
    tokenizer,
    architecture,
  }: Pick<Snapshot, 'tokenizer' | 'architecture'> & { readonly snapshot: Snapshot | null },
): Promise<Opened> {
  const gpu = await ports.openDevice()
  if (!gpu.ok) throw new EngineError(gpu.error)
  try {
    // A run that was on a device already keeps its kernels; one from before there was a choice has the fixed
    // set, as '' says.
    const kept =
      recorder.record.device !== '' ? [snapshot?.position.kernels, recorder.record.kernels ?? ''] : []
    const kernels =
      ports.openRuntime === undefined
        ? await chooseKernels(gpu.value, {
            kept,
            store: ports.kernels,
            progress: (done, total) =>
              preparation.progress({
                activity: 'compiling',
                detail: { kind: 'timingKernels' },
                done,
                total,
                unit: 'kernels',
              }),
          })
        : 'fixed'
    gpu.value.onCompile = ({ label, done, asked }) =>
      preparation.progress({
        activity: 'compiling',
        detail: named(label),
        done,
        total: asked,
        unit: 'kernels',
      })
    const open: OpenModelRuntime = ports.openRuntime ?? ((...model) => GpuModelRuntime.open(...model))
    const runtime = await open(gpu.value, architecture, tokenizer, recorder.record.linked.config)
    // What is compiled later belongs to the activity that first wants it.
    gpu.value.onCompile = undefined
    return { runtime, kernels }
  } catch (thrown) {
    const why = await lossBehind(gpu.value, thrown)
    gpu.value.destroy()
    throw why
  }
}

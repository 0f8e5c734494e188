// Checkpoints of kept runs put to the test while nothing is played: against each other in the arena, or with
// questions from a file. Reads runs, trains and stores nothing.

import { problem } from '../../problems'
import type { Gpu } from '../../gpu'
import type { ArenaReport } from '../../protocol/arenaReport'
import type { BenchmarkResult } from '../../protocol/benchmarkResult'
import type { Command, Contender } from '../../protocol/door'
import { readBenchmark } from '../../study/benchmarkFiles'
import { arena, benchmark, type NamedSnapshot } from './evaluateCheckpoints'
import type { EnginePorts } from '../enginePorts'
import { publishedWeights } from '../runtime/publishedModel'
import { storedRun, storedSnapshot } from '../checkpoints/storedCheckpoint'
import { unwrap, refuse } from '../errors'
import { answerOpening, compact } from '../../spice/prompts/compact'

export interface EvaluationControl {
  readonly signal: AbortSignal
  readonly onProgress: (done: number, total: number, what: string) => void
}

/** Most checkpoints of one trial in a seat, and most passages of an arena. */
const MOST_CONTENDERS = 10
const MOST_PASSAGES = 1000

const whole = (value: number, most: number): number => Math.min(most, Math.max(1, Math.round(value)))

function expectContenders(count: number, seat: string): void {
  if (count === 0) refuse(problem('trial-empty', { seat }))
  if (count > MOST_CONTENDERS) refuse(problem('trial-many', { count, seat, limit: MOST_CONTENDERS }))
}

async function opened(ports: EnginePorts, { run, checkpoint, name }: Contender): Promise<NamedSnapshot> {
  const snapshot = await storedSnapshot(ports, run, checkpoint, problem('no-contender', { name }))
  return { name, snapshot, elsewhere: await publishedWeights(ports, snapshot) }
}

/** One snapshot for a checkpoint that holds both seats. */
function opener(ports: EnginePorts): (contender: Contender) => Promise<NamedSnapshot> {
  const known = new Map<string, Promise<NamedSnapshot>>()
  return (contender) => {
    const key = JSON.stringify([contender.run, contender.checkpoint])
    const one = known.get(key) ?? opened(ports, contender)
    known.set(key, one)
    return one.then((known) => ({ ...known, name: contender.name }))
  }
}

/** Rules and corpora are those of the first checkpoint's run. */
export async function storedArena(
  ports: EnginePorts,
  gpu: Gpu,
  command: Extract<Command, { kind: 'arena' }>,
  control: EvaluationControl,
): Promise<ArenaReport> {
  expectContenders(command.challengers.length, 'Challenger')
  expectContenders(command.reasoners.length, 'Reasoner')
  const first = [...command.challengers, ...command.reasoners].find(
    (each) => each !== 'scripted',
  ) as Contender
  const { linked, corpora } = await storedRun(ports, first.run)
  const open = opener(ports)
  const challengers: (NamedSnapshot | 'scripted')[] = []
  for (const each of command.challengers) challengers.push(each === 'scripted' ? each : await open(each))
  const reasoners: NamedSnapshot[] = []
  for (const each of command.reasoners) reasoners.push(await open(each))
  const { config } = linked
  const settings = {
    config,
    seed: command.seed,
    passages: whole(command.passages, MOST_PASSAGES),
    candidates: config.game.groupSize,
    attempts: config.game.groupSize,
    notFirst: config.game.prompts === compact.name ? [answerOpening] : [],
  }
  return arena(gpu, { store: ports.corpora, ids: corpora }, { challengers, reasoners }, settings, control)
}

/**
 * One result a checkpoint, in order. What is wrong with the file is named with its line, before anything is
 * loaded.
 */
export async function storedBenchmark(
  ports: EnginePorts,
  gpu: Gpu,
  command: Extract<Command, { kind: 'benchmark' }>,
  control: EvaluationControl,
): Promise<{ checkpoint: string; result: BenchmarkResult }[]> {
  expectContenders(command.checkpoints.length, 'checkpoint')
  const questions = unwrap(readBenchmark(await command.data.text(), command.name))
  const results: { checkpoint: string; result: BenchmarkResult }[] = []
  const all = command.checkpoints.length
  for (const [index, contender] of command.checkpoints.entries()) {
    const { linked } = await storedRun(ports, contender.run)
    const { config } = linked
    const [result] = await benchmark(gpu, config, [await opened(ports, contender)], questions, {
      ...{
        name: command.name,
        seed: linked.seed,
        maxNewTokens: config.game.reasonerTokens,
        samples: whole(command.samples, 64),
        notFirst: config.game.prompts === compact.name ? [answerOpening] : [],
        signal: control.signal,
      },
      onProgress: (done, total) => control.onProgress(index * total + done, all * total, contender.name),
    })
    results.push({ checkpoint: contender.name, result: result as BenchmarkResult })
  }
  return results
}

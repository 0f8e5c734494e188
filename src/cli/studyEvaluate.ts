// What a study measures of a finished run: its first and last weights in half precision, put into the arena
// and to the benchmarks. Every result is kept by what it was made of, so that nothing is measured twice and a
// new file is measured anew.

import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { hash32, hashText } from '../base/random'
import { arena, benchmark } from '../engine/inspect/evaluateCheckpoints'
import { readSnapshot, startPosition, writeSnapshot, type Snapshot } from '../engine/checkpoints/snapshot'
import type { ArenaReport } from '../protocol/arenaReport'
import type { BenchmarkResult } from '../protocol/benchmarkResult'
import type { Evaluation } from '../protocol/studyReport'
import type { RunRecord } from '../protocol/records'
import { answerOpening, compact } from '../spice/prompts/compact'
import { readBenchmark } from '../study/benchmarkFiles'
import type { BenchmarkQuestion } from '../study/benchmark'
import type { Arm, Study } from '../study/studyFile'
import { CorpusFolders } from './corpusFolders'
import { bytesOf, readJson, textOf, writeJson, writeWhole } from './files'
import { onGround } from './machine/ground'
import type { TerminalProgress } from './terminalProgress'
import { UsageError } from './usage'

export interface Benchmarks {
  readonly name: string
  readonly text: string
  readonly questions: readonly BenchmarkQuestion[]
}

/** Reads every benchmark of the study before anything is run. */
export async function benchmarksOf(study: Study): Promise<Benchmarks[]> {
  const all: Benchmarks[] = []
  for (const [name, file] of Object.entries(study.benchmarks)) {
    const text = await textOf(file)
    if (text === null) throw new UsageError(`${name}: there is no file "${file}".`)
    const questions = readBenchmark(text, file)
    if (!questions.ok) throw new UsageError(questions.error.message)
    all.push({ name, text, questions: questions.value })
  }
  return all
}

/** Names of the weights that are kept beside a run. */
export const FIRST = 'first.safetensors'
export const LAST = 'last.safetensors'

const digest = (...parts: readonly (string | Uint8Array)[]): string =>
  parts
    .reduce((hash, part) => hash.update(part).update('\0'), createHash('sha256'))
    .digest('hex')
    .slice(0, 20)

interface Weights {
  readonly snapshot: Snapshot
  readonly digest: string
}

/**
 * A checkpoint of the run in half precision; null where it is not kept. Window and optimizer are left out.
 */
async function halved(
  folder: string,
  rounds: number,
): Promise<(Weights & { readonly bytes: Uint8Array<ArrayBuffer> }) | null> {
  const bytes = await bytesOf(
    join(folder, 'checkpoints', rounds === 0 ? 'warm.safetensors' : `${rounds}.safetensors`),
  )
  if (bytes === null) return null
  const read = readSnapshot(bytes)
  if (!read.ok) throw new Error(`${folder}: ${read.error.message}`)
  const { warm, warmed, corpus } = read.value.position
  const half = writeSnapshot(
    { ...read.value, position: { ...startPosition, rounds, warm: { ...warm, seconds: 0 }, warmed, corpus } },
    { half: true },
  )
  const again = readSnapshot(half)
  if (!again.ok) throw new Error(again.error.message)
  return { snapshot: again.value, digest: digest(half), bytes: half }
}

export class Evaluator {
  constructor(
    private readonly study: Study,
    private readonly benchmarks: readonly Benchmarks[],
    private readonly out: string,
    private readonly show: TerminalProgress,
    private readonly machine?: string,
  ) {}

  /** `between`: rounds at which other arms end, where this run is measured too if it kept a checkpoint. */
  async of(arm: Arm, seed: number, folder: string, between: readonly number[]): Promise<Evaluation> {
    const last = arm.config.game.rounds
    const first = await halved(folder, 0)
    const final = await halved(folder, last)
    if (first === null || final === null) throw new Error(`"${folder}" lacks its first or last checkpoint.`)
    for (const [name, { bytes }] of [
      [FIRST, first],
      [LAST, final],
    ] as const)
      if (!existsSync(join(folder, name))) await writeWhole(join(folder, name), bytes)

    const benchmarks: Record<string, Record<string, BenchmarkResult>> = {}
    for (const each of this.benchmarks) {
      const results: Record<string, BenchmarkResult> = {}
      for (const rounds of [0, last, ...between.filter((round) => round > 0 && round !== last)]) {
        const weights = rounds === 0 ? first : rounds === last ? final : await halved(folder, rounds)
        if (weights !== null) results[String(rounds)] = await this.benchmark(each, arm, seed, weights)
      }
      benchmarks[each.name] = results
    }
    const evaluation = {
      arena:
        this.study.arena !== null && arm.arena ? await this.arena(arm, seed, folder, first, final) : null,
      benchmarks,
    }
    await writeJson(join(folder, 'evaluation.json'), evaluation)
    return evaluation
  }

  private async kept<T>(key: string, make: () => Promise<T>): Promise<T> {
    const path = join(this.out, 'cache', `${key}.json`)
    const before = await readJson<T>(path)
    if (before !== null) return before
    const made = await make()
    await writeJson(path, made)
    return made
  }

  private benchmark(
    { name, text, questions }: Benchmarks,
    { config }: Arm,
    seed: number,
    { snapshot, digest: weights }: Weights,
  ): Promise<BenchmarkResult> {
    const options = {
      name,
      seed: hash32(seed, hashText('benchmark')),
      maxNewTokens: config.game.reasonerTokens,
      samples: this.study.samples,
      notFirst: config.game.prompts === compact.name ? [answerOpening] : [],
    }
    return this.kept(digest('benchmark', weights, text, JSON.stringify(options)), async () => {
      this.show.line(`  ${name}: ${questions.length} questions`)
      const [result] = await onGround(this.machine, (ground) =>
        benchmark(ground, config, [{ name, snapshot }], questions, options),
      )
      return result as BenchmarkResult
    })
  }

  private arena(
    { config, corpus }: Arm,
    seed: number,
    folder: string,
    first: Weights,
    last: Weights,
  ): Promise<ArenaReport> {
    const plan = this.study.arena
    if (plan === null) throw new Error('the study has no arena')
    // One pool for all seeds, draws of its own for each: what the early checkpoints share is then not one
    // draw for all.
    const settings = {
      config,
      seed: hash32(plan.seed, seed),
      poolSeed: plan.seed,
      passages: plan.passages,
      candidates: plan.candidates,
      attempts: plan.attempts,
      notFirst: config.game.prompts === compact.name ? [answerOpening] : [],
    }
    return this.kept(
      digest('arena', first.digest, last.digest, corpus, JSON.stringify(settings)),
      async () => {
        const record = await readJson<RunRecord>(join(folder, 'run.json'))
        const named = [
          { name: 'first', snapshot: first.snapshot },
          { name: 'last', snapshot: last.snapshot },
        ]
        const corpora = { store: new CorpusFolders(join(folder, 'corpus')), ids: record?.corpora ?? [] }
        return onGround(this.machine, (ground) =>
          arena(ground, corpora, { challengers: named, reasoners: named }, settings, {
            onProgress: (done, total, what) => this.show.line(`  arena ${done}/${total} ${what}`),
          }),
        )
      },
    )
  }
}

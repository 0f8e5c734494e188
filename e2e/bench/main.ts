// Runs the sides of the benchmark in turns: each in a page of one Chromium, on one adapter, or ours alone in
// Node (`--node`).
import { writeFileSync } from 'node:fs'
import { Browsers, NodeGround, say, type Ground, type PageKind } from './grounds'
import { leastRatio, line, met, median, number, rateOf, resultOf, slowPeers, type Result } from './measure'
import type { Bench, PreparedTask } from './benchPage'
import type { Kernel, Turn } from './side'
import { OURS, tasks, unitOf, works, type SideName, type Task, type Work } from './benchTasks'

export interface Options {
  readonly address: string | null
  readonly json: string | undefined
  readonly only: Work | undefined
  readonly size: string | undefined
  /** Only this peer beside ours. */
  readonly side: string | undefined
  /** No task begins after so many minutes; what is left is named. */
  readonly minutes: number
}

/** A side that takes longer than this for one thing is given up. */
const LIMIT_MS = 4 * 60_000
/** A peer so many times slower is timed once. */
const TOO_SLOW = 10

async function within<T>(promise: Promise<T>, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} took over ${LIMIT_MS / 60_000} minutes`)), LIMIT_MS)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}

interface RunningSide {
  readonly side: SideName
  readonly bench: Bench & { close(): Promise<void> }
  readonly rates: number[]
  /** Rates of the task's yardstick, one a turn of ours. */
  readonly yardstick: number[]
  parameters: number | null
  peak: number | null
  out: boolean
}

interface Report {
  readonly results: Result[]
  /** Our rates at work that no peer does. */
  readonly alone: {
    readonly work: Work
    readonly size: string
    readonly ours: number
    readonly unit: string
  }[]
  /** What a peer cannot do, or got wrong, by work and size. */
  readonly lacking: {
    readonly work: Work
    readonly size: string
    readonly peer: SideName
    readonly why: string
  }[]
  readonly kernels: { readonly work: Work; readonly size: string; readonly kernels: readonly Kernel[] }[]
  readonly checks: {
    readonly work: Work
    readonly size: string
    readonly side: SideName
    readonly checked: string
  }[]
}

class Runner {
  readonly report: Report = { results: [], alone: [], lacking: [], checks: [], kernels: [] }
  /** Our own rates by work and size, for what is derived from them. */
  private readonly ours = new Map<string, Pick<RunningSide, 'rates' | 'yardstick' | 'parameters' | 'peak'>>()

  constructor(private readonly ground: Ground) {}

  async run(task: Task): Promise<void> {
    const began = performance.now()
    const fresh = task.work === 'first-step'
    const running = fresh ? await this.freshTurns(task) : await this.sharedTurns(task)
    const mine = running.find(({ side }) => side === OURS)
    if (mine === undefined) return
    this.ours.set(`${task.work} ${task.size}`, mine)
    for (const { side, rates } of running)
      if (side !== OURS && rates.length > 0) this.add(resultOf(task, side, mine.rates, rates))
    if (running.length === 1) {
      const ours = median(mine.rates)
      this.report.alone.push({ work: task.work, size: task.size, ours, unit: unitOf(task.work) })
      say(`${task.work} ${task.size}: ${number(ours)} ${unitOf(task.work)}`)
    }
    say(`  ${task.work} ${task.size} took ${((performance.now() - began) / 1000).toFixed(0)} s`)
  }

  private add(result: Result): void {
    this.report.results.push(result)
    say(line(result))
  }

  private lacks(task: Task, peer: SideName, why: string): void {
    this.report.lacking.push({ work: task.work, size: task.size, peer, why: why.split('\n')[0] ?? why })
    say(`${task.work.padEnd(10)} ${task.size.padEnd(32)} ${peer.padEnd(20)} not timed: ${why.split('\n')[0]}`)
  }

  private async prepare(task: Task, side: SideName, where: PageKind): Promise<RunningSide | null> {
    try {
      const bench = await this.ground.open(side, where)
      const prepared: PreparedTask = await within(bench.prepare(task), `${side}: preparing`)
      if ('lacks' in prepared) this.lacks(task, side, prepared.lacks)
      else if ('wrong' in prepared) this.lacks(task, side, `wrong results: ${prepared.wrong}`)
      else {
        if (
          !this.report.checks.some(
            (one) => one.work === task.work && one.size === task.size && one.side === side,
          )
        )
          this.report.checks.push({ work: task.work, size: task.size, side, checked: prepared.checked })
        if (prepared.kernels.length > 0) this.tellKernels(task, prepared.kernels)
        return {
          side,
          bench,
          rates: [],
          yardstick: [],
          parameters: prepared.parameters,
          peak: prepared.peak,
          out: false,
        }
      }
      await bench.close()
    } catch (error) {
      this.lacks(task, side, error instanceof Error ? error.message : String(error))
    }
    return null
  }

  private tellKernels({ work, size }: Task, kernels: readonly Kernel[]): void {
    this.report.kernels.push({ work, size, kernels })
    const total = kernels.reduce((sum, { ms }) => sum + ms, 0)
    for (const { label, count, ms, share } of kernels.slice(0, 12))
      say(
        `  ${label.padEnd(28)} x${String(count).padStart(3)} ${number(ms).padStart(8)} ms ${((100 * ms) / total).toFixed(1).padStart(5)} % of the step, ${(100 * share).toFixed(0).padStart(3)} % of the peak`,
      )
  }

  private async turn(one: RunningSide): Promise<Turn> {
    return within(one.bench.turn(), `${one.side}: a turn`)
  }

  private async sharedTurns(task: Task): Promise<RunningSide[]> {
    const running: RunningSide[] = []
    for (const side of task.sides) {
      const one = await this.prepare(task, side, 'shared')
      if (one !== null) running.push(one)
    }
    const yardstick =
      task.yardstick === undefined ? null : await this.prepare(task.yardstick, OURS, 'yardstick')
    for (let turn = 0; turn < task.turns; turn++) {
      for (let i = 0; i < running.length; i++) {
        const one = running[(i + turn) % running.length]
        if (one === undefined || one.out) continue
        try {
          one.rates.push(rateOf(await this.turn(one)))
          if (one.side === OURS && yardstick !== null) one.yardstick.push(rateOf(await this.turn(yardstick)))
        } catch (error) {
          one.out = true
          if (one.rates.length === 0)
            this.lacks(task, one.side, error instanceof Error ? error.message : String(error))
        }
      }
      this.dropSlow(running)
    }
    for (const { bench } of yardstick === null ? running : [...running, yardstick]) {
      await bench.end().catch(() => undefined)
      await bench.close()
    }
    return running
  }

  /** Each turn of each side in a browser of its own. */
  private async freshTurns(task: Task): Promise<RunningSide[]> {
    const sides = new Map<SideName, RunningSide>()
    for (let turn = 0; turn < task.turns; turn++) {
      for (let i = 0; i < task.sides.length; i++) {
        const side = task.sides[(i + turn) % task.sides.length]
        if (side === undefined || sides.get(side)?.out === true) continue
        const one = await this.prepare(task, side, 'fresh')
        if (one === null) {
          sides.set(side, {
            side,
            bench: {
              prepare: () => Promise.reject(new Error()),
              turn: () => Promise.reject(new Error()),
              end: async () => undefined,
              close: async () => undefined,
            },
            rates: [],
            yardstick: [],
            parameters: null,
            peak: null,
            out: true,
          })
          continue
        }
        const known = sides.get(side) ?? one
        sides.set(side, known)
        try {
          known.rates.push(rateOf(await this.turn(one)))
        } catch (error) {
          known.out = true
          this.lacks(task, side, error instanceof Error ? error.message : String(error))
        }
        await one.bench.close()
      }
      this.dropSlow([...sides.values()])
    }
    return [...sides.values()]
  }

  private dropSlow(running: readonly RunningSide[]): void {
    const mine = median(running.find(({ side }) => side === OURS)?.rates ?? [])
    for (const one of running)
      if (one.side !== OURS && one.rates.length > 0 && mine > TOO_SLOW * median(one.rates)) one.out = true
  }

  /**
   * Rows against what the adapter does in plain products, and of our own ways of working against each other.
   */
  derive(): void {
    for (const task of tasks) {
      const mine = this.ours.get(`${task.work} ${task.size}`)
      if (mine?.peak != null) this.add(resultOf(task, 'roofline', mine.rates, [mine.peak]))
      if (mine === undefined || mine.parameters === null) continue
      const operationsPerToken =
        task.work === 'train' ? 6 * mine.parameters : 2 * mine.parameters * passes(task)
      if (mine.yardstick.length > 0)
        this.add(
          resultOf(
            task,
            'roofline',
            mine.rates.map((rate) => (operationsPerToken * rate) / 1e9),
            mine.yardstick,
            'GFLOP/s',
          ),
        )
      if (task.work === 'rollout' && task.prompts === 1) {
        const alone = this.ours.get(`decode ${task.model.label}`)?.rates
        if (alone !== undefined) this.add(resultOf(task, OURS, mine.rates, alone))
      }
    }
  }
}

/** Tokens that pass through the model for each new one: every prompt too, once for all of its sequences. */
const passes = (task: Task): number =>
  task.work === 'rollout' ? 1 + (task.prompts * task.promptLength) / (task.sequences * task.newTokens) : 1

const isHeld = ({ work, size, sides }: Task): boolean =>
  [...sides, 'roofline' as const].some((peer) => leastRatio(work, size, peer) !== null)
/**
 * A slow machine leaves out what comes last: products of sizes that nothing is held to, each of which takes
 * minutes at 2048.
 */
const rank = (task: Task): number => (isHeld(task) ? 0 : task.work.startsWith('matmul') ? 2 : 1)

/** The exit status: 0, or 1 where a peer was too slow for a fair comparison or we got something wrong. */
export async function runBenchmark({ address, json, only, size, side, minutes }: Options): Promise<number> {
  if (only !== undefined && !works.includes(only))
    throw new Error(`--only ${String(only)}: it is one of ${works.join(', ')}`)
  const ground: Ground = address === null ? new NodeGround() : new Browsers(address)
  const began = performance.now()
  try {
    const device = await ground.describe()
    say(`device: ${device}`)
    const runner = new Runner(ground)
    const chosen = tasks.filter(
      (task) =>
        (only === undefined || task.work === only || (only === 'rollout' && task.work === 'decode')) &&
        (size === undefined || task.size === size),
    )
    const mine =
      address === null
        ? chosen
            .filter((task) => task.work !== 'first-step')
            .map((task): Task => ({ ...task, sides: [OURS] }))
        : chosen
    const left: string[] = []
    for (const task of mine.toSorted((a, b) => rank(a) - rank(b))) {
      if (performance.now() - began > minutes * 60_000) left.push(`${task.work} ${task.size}`)
      else
        await runner.run(
          side === undefined
            ? task
            : { ...task, sides: task.sides.filter((name) => name === OURS || name === side) },
        )
    }
    for (const task of left) say(`${task} was not begun: ${minutes} minutes are over`)
    say('')
    runner.derive()
    const { results, alone, lacking, checks, kernels } = runner.report
    const slow = slowPeers(results)
    const wrong = lacking
      .filter(({ peer }) => peer === OURS)
      .map(({ work, size: of, why }) => `ours failed in ${work} ${of}: ${why}`)
    const missed = results.filter((result) => met(result) === false)
    say(
      `\n${results.filter(({ held }) => held).length} ratios held to, ${missed.length} not met; ${((performance.now() - began) / 60_000).toFixed(1)} minutes`,
    )
    for (const each of missed)
      say(
        `  ${each.work} ${each.size} against ${each.peer}: ${number(each.ratio)} of at least ${leastRatio(each.work, each.size, each.peer)}`,
      )
    for (const each of [...slow, ...wrong]) say(`FAIL ${each}`)
    if (json !== undefined)
      writeFileSync(
        json,
        `${JSON.stringify({ device, results, alone, lacking, left, kernels, checks, failures: [...slow, ...wrong] }, null, 1)}\n`,
      )
    return slow.length + wrong.length === 0 ? 0 : 1
  } finally {
    await ground.close()
  }
}

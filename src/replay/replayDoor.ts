// A recorded run behind the same door as the engine: start, pause, step and stop play it; what needs an
// engine is refused with a line that says so. Must not know the page.

import { at } from '../base/at'
import { problem } from '../problems'
import { unreachable } from '../base/result'
import type { Command, Door, Event, Reply } from '../protocol/door'
import type { Answer, Query, QueryKind } from '../protocol/queries'
import { answerQuery } from '../protocol/storeDoor'
import { storesOf, type Recording } from './recording'

export interface ReplayOptions {
  /** Milliseconds between two rounds. */
  readonly pace?: number
  /** Rounds that are told at once when it opens. */
  readonly head?: number
}

export class ReplayDoor implements Door {
  private readonly listeners = new Set<(event: Event) => void>()
  private readonly pace: number
  private told = 0
  private until = Infinity
  private timer: ReturnType<typeof setTimeout> | undefined
  private running = false
  private nextReply = 1

  constructor(
    private readonly recording: Recording,
    { pace = 700, head = 1 }: ReplayOptions = {},
  ) {
    this.pace = pace
    queueMicrotask(() => this.open(head))
  }

  listen(listener: (event: Event) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  async send(command: Command): Promise<Reply> {
    const id = this.nextReply++
    switch (command.kind) {
      case 'run.start':
        this.until = command.until ?? Infinity
        if (this.told >= this.recording.metrics.length) this.rewind()
        this.play()
        return { id, ok: true }
      case 'run.step':
        this.pause()
        this.tell()
        this.status()
        return { id, ok: true }
      case 'run.pause':
        this.pause()
        return { id, ok: true }
      case 'run.stop':
        this.pause()
        this.rewind()
        return { id, ok: true }
      case 'corpus.add':
      case 'corpus.starter':
      case 'corpus.reread':
      case 'corpus.cancel':
      case 'corpus.remove':
      case 'corpus.change':
      case 'model.add':
      case 'model.download':
      case 'model.cancel':
      case 'model.remove':
      case 'model.plan':
      case 'run.create':
      case 'run.try':
      case 'run.open':
      case 'run.rename':
      case 'run.annotate':
      case 'run.remove':
      case 'run.export':
      case 'run.import':
      case 'weights.export':
      case 'checkpoint.remove':
      case 'device.measure':
      case 'ask':
      case 'fork':
      case 'attend':
      case 'look':
      case 'arena':
      case 'benchmark':
        return {
          id,
          ok: false,
          failure: problem('recording-only'),
        }
      default:
        return unreachable(command)
    }
  }

  query<K extends QueryKind>(query: Query<K>): Promise<Answer<K>> {
    return answerQuery(storesOf(this.recording), query)
  }

  close(): void {
    clearTimeout(this.timer)
    this.running = false
    this.listeners.clear()
  }

  private emit(event: Event): void {
    for (const listener of this.listeners) listener(event)
  }

  private open(head: number): void {
    const { run, warmStart } = this.recording
    this.emit({ kind: 'ready', device: null, failure: null })
    this.status()
    if (warmStart.length > 0) this.emit({ kind: 'warmStart', run: run.id, points: warmStart })
    for (const probe of this.probesBefore()) this.emit({ kind: 'probe', run: run.id, probe })
    for (let i = 0; i < head; i++) this.tell()
    this.status()
  }

  /** Probes asked before the first round. */
  private probesBefore(): Recording['probes'] {
    const { metrics } = this.recording
    const first = metrics.length === 0 ? 0 : at(metrics, 0).round
    return this.recording.probes.filter((probe) => probe.round < first)
  }

  private status(): void {
    const state = this.running
      ? 'playing'
      : this.told >= this.recording.metrics.length
        ? 'finished'
        : 'paused'
    this.emit({
      kind: 'status',
      run: { ...this.recording.run, rounds: this.told, state },
      activity: 'idle',
      running: this.running,
    })
  }

  /** Tells the next round; its episodes follow when their part of the file is there. */
  private tell(): void {
    const metrics = this.recording.metrics[this.told]
    if (metrics === undefined) return
    this.told += 1
    const run = this.recording.run.id
    this.emit({
      kind: 'round',
      run,
      metrics,
      tokensPerSecond: metrics.seconds > 0 ? metrics.processedTokens / metrics.seconds : 0,
    })
    const probe = this.recording.probes.find(({ round }) => round === metrics.round)
    if (probe !== undefined) this.emit({ kind: 'probe', run, probe })
    void this.recording.episodes(metrics.round).then((episodes) => {
      if (episodes.length > 0) this.emit({ kind: 'episodes', run, round: metrics.round, episodes })
    })
  }

  private play(): void {
    clearTimeout(this.timer)
    this.running = true
    this.status()
    const next = (): void => {
      this.tell()
      const ended = this.told >= Math.min(this.recording.metrics.length, this.until)
      if (ended) this.pause()
      else {
        this.status()
        this.timer = setTimeout(next, this.pace)
      }
    }
    this.timer = setTimeout(next, this.pace)
  }

  private pause(): void {
    clearTimeout(this.timer)
    this.running = false
    this.status()
  }

  /** Back to before the first round: the listener drops what it has when a round is told again. */
  private rewind(): void {
    this.told = 0
    this.status()
  }
}

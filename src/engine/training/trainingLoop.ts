// The training loop of one run: from its newest checkpoint, or from nothing, through warm start and
// rounds until it is stopped.
// Whatever is thrown on the way, what is stored stays whole: the next start goes back to the last checkpoint.

import { noDetail } from '../../protocol/progressDetail'
import { problem, ProblemError } from '../../problems'
import { isMetered } from '../../players/meteredPlayer'
import { StrongChallenger } from '../../players/strongChallenger'
import type { RunRecord } from '../../protocol/records'
import type { TokenMeter } from '../../players/tokenMeter'
import type { Player } from '../../spice/seats'
import { metricsLine } from '../../spice/round/metrics'
import { warmStart } from '../../training/warmStart'
import type { RunRecorder } from './runRecorder'
import { WARM, WARMING } from './runRecorder'
import type { EnginePorts } from '../enginePorts'
import { publishedWeights } from '../runtime/publishedModel'
import type { Position } from '../checkpoints/snapshot'
import { writeSnapshot } from '../checkpoints/snapshot'
import { storedSnapshot } from '../checkpoints/storedCheckpoint'
import { withRound, withoutTokens, bytesOf, withoutLikeliest, planThinning } from './episodeBudget'
import { EngineError, isStop, StopError } from '../errors'
import type { Activity, Progress } from '../../protocol/door'
import { withNote } from '../../protocol/notes'
import type { TellPlay } from '../../protocol/livePlay'
import type { ModelRuntime } from '../runtime/modelRuntime'
import type { SelfPlay } from './selfPlay'

/** Steps of the warm start between checkpoints of it. */
const WARM_CHECKPOINT = 500

/** Rounds in a row without a valid question, from which nothing is learned, after which a run pauses. */
export const MOST_FRUITLESS = 3

type Probed = Awaited<ReturnType<SelfPlay['probe']>>

export interface LoopControl {
  readonly signal: AbortSignal
  /** Tells what is done now, at most as often as it is worth showing. */
  progress(progress: Progress): void
  /** Resolves when it is stored that the run was told to stop. */
  readonly stored: () => Promise<void>
  /** Tells what the round that is being played has come to. */
  readonly play: TellPlay
}

export interface PreparedRun {
  readonly runtime: ModelRuntime
  readonly game: SelfPlay
  readonly position: Position
}

export class TrainingLoop {
  readonly runtime: ModelRuntime
  private readonly game: SelfPlay
  private position: Position
  /** The place of the newest checkpoint. */
  private savedPosition: string
  private challengerSeated = false
  private grown = false
  /** Rounds in a row without a valid question, since a person last started the run. */
  private fruitless = 0
  /** Where somebody may have to pay for the Challenger. */
  private meter: TokenMeter | null = null
  private control: LoopControl = {
    signal: new AbortController().signal,
    progress: () => undefined,
    stored: () => Promise.resolve(),
    play: () => undefined,
  }

  constructor(
    private readonly ports: EnginePorts,
    private readonly recorder: RunRecorder,
    prepared: PreparedRun,
  ) {
    this.runtime = prepared.runtime
    this.game = prepared.game
    this.position = prepared.position
    this.savedPosition = this.positionKey()
  }

  private get record(): RunRecord {
    return this.recorder.record
  }

  /** Plays until `until` rounds are done, or until the signal; saves a checkpoint at its end either way. */
  async play(until: number, control: LoopControl): Promise<'done' | 'stopped' | 'fruitless'> {
    this.control = control
    this.fruitless = 0
    try {
      if (!this.position.warmed) await this.warm()
      await this.seatChallenger()
      while (this.position.rounds < until) {
        await this.round()
        if (this.fruitless < MOST_FRUITLESS || this.position.rounds >= until) continue
        await this.save()
        return 'fruitless'
      }
      await this.close(until)
      return 'done'
    } catch (thrown) {
      // Nothing of the rounds before is to be paid for again.
      if (this.meter !== null && thrown instanceof ProblemError) await this.save()
      if (!this.control.signal.aborted || !isStop(thrown)) throw thrown
      // Who plays the run tells where that is refused.
      await this.control.stored().catch(() => undefined)
      await this.save()
      return 'stopped'
    } finally {
      if (this.meter !== null) await this.recorder.change(this.remoteTokens)
    }
  }

  /**
   * Another than the model that learns; the weights from before the first round are those of the warm start's
   * checkpoint.
   */
  private async seatChallenger(): Promise<void> {
    const { challenger, scriptedKinds } = this.record.linked.config.game
    if (this.challengerSeated || challenger === 'trained' || challenger === undefined) return
    if (challenger === 'frozen') {
      const gone = problem('no-warm-checkpoint')
      const snapshot = await storedSnapshot(this.ports, this.record.id, WARM, gone, 'game.challenger')
      this.game.seatChallenger(
        await this.runtime.freeze(snapshot, await publishedWeights(this.ports, snapshot)),
      )
    } else if (challenger === 'scripted') this.game.seatChallenger(new StrongChallenger(scriptedKinds))
    else if (this.ports.remote !== undefined) this.seatRemote(this.ports.remote)
    else throw new EngineError(problem('no-endpoint'), 'game.challenger')
    this.challengerSeated = true
  }

  /** A run that goes on has used of its budget what its record says. */
  private seatRemote(player: Player): void {
    if (isMetered(player)) {
      player.meter.startFrom(this.record.remoteTokens?.used ?? 0)
      this.meter = player.meter
    }
    this.game.seatChallenger(player)
  }

  private get remoteTokens(): Pick<RunRecord, 'remoteTokens'> {
    return this.meter === null ? {} : { remoteTokens: this.meter.spent }
  }

  private activity(activity: Activity): void {
    this.recorder.status(activity, true)
  }

  private readonly phase = (activity: Activity, done: number, total: number): void => {
    if (done === 0) this.activity(activity)
    this.control.progress({
      activity,
      detail: { kind: 'round', round: this.position.rounds + 1, ...this.remoteTokens },
      done,
      total,
      unit: activity === 'updating' ? 'completions' : 'tasks',
    })
  }

  private stopIfTold(): void {
    if (this.control.signal.aborted) throw new StopError('The run was told to stop.')
  }

  private async warm(): Promise<void> {
    const { config, seed } = this.record.linked
    const { steps } = config.warmStart
    this.stopIfTold()
    await this.recorder.change({ state: 'warming', ownWarmStart: true })
    this.activity('warming')
    const reached = await warmStart(
      this.runtime.trainer,
      (random, progress) => this.game.example(random, progress),
      {
        config,
        seed,
        from: this.position.warm,
        stopping: () => this.control.signal.aborted,
        now: () => this.ports.now(),
        onStep: async (warm, point) => {
          this.position = { ...this.position, warm }
          if (point !== null) await this.recorder.point(point)
          this.control.progress({
            activity: 'warming',
            detail: point === null ? noDetail : { kind: 'loss', loss: point.loss },
            done: warm.step,
            total: steps,
            unit: 'steps',
          })
          if (warm.step % WARM_CHECKPOINT === 0 && warm.step < steps) await this.save()
        },
      },
    )
    await this.recorder.flushPoints()
    if (reached.step < steps) throw new StopError('The warm start was told to stop.')
    // The rounds start with an optimizer that has seen nothing, whether the warm start was made here or
    // before.
    await this.runtime.forget()
    this.position = { ...this.position, warmed: true }
    await this.save()
    await this.recorder.change({ state: 'warm', warmSteps: reached.step })
  }

  /** Tells that documents came into a corpus of the run; the next round draws from them. */
  corpusGrew(): void {
    this.grown = true
  }

  private async takeIn(): Promise<void> {
    if (!this.grown) return
    this.grown = false
    await this.game.passages.grow()
    this.position = { ...this.position, corpus: this.game.passages.fingerprint }
  }

  private async round(): Promise<void> {
    this.stopIfTold()
    await this.takeIn()
    const { config } = this.record.linked
    const round = this.position.rounds
    if (this.record.state !== 'playing') await this.recorder.change({ state: 'playing' })
    const began = this.ports.now()
    const { measuresDocuments } = this.game
    const due = round % config.probe.every === 0 || (measuresDocuments && round === config.game.rounds - 1)
    const probed: Probed[] = []
    this.activity('asking')
    const played = await this.game.round(round, this.position, {
      signal: this.control.signal,
      onPhase: this.phase,
      onPlay: this.control.play,
      // The round's own weights answer it; whoever watches has seen the questions by then.
      beforeUpdate: async () => {
        if (due) probed.push(await this.probe(round))
      },
    })
    const kept = withRound(this.position.kept, bytesOf(played.episodes))
    const { questions, passRates } = played
    const rates = passRates === undefined ? {} : { passRates }
    this.position = { ...this.position, rounds: round + 1, questions, ...rates, kept }
    const line = metricsLine(played, {
      probeAccuracy: probed[0]?.record.accuracy ?? null,
      ...(measuresDocuments ? { documents: probed[0]?.measures ?? null } : {}),
      seconds: (this.ports.now() - began) / 1000,
    })
    this.fruitless = played.episodes.length > 0 && line.validRate === 0 ? this.fruitless + 1 : 0
    await this.recorder.round(line, played.episodes, this.remoteTokens)
    await this.thin()
    if (this.position.rounds % config.keep.checkpointEvery === 0) await this.save()
  }

  /** Asked with the weights that round `round` begins with. */
  private async probe(round: number): Promise<Probed> {
    this.activity('probing')
    const probed = await this.game.probe(round, this.control.signal)
    if (probed !== null) await this.recorder.probe(probed.record)
    return probed
  }

  private async close(until: number): Promise<void> {
    await this.save()
    const { rounds } = this.position
    const finished = rounds >= this.record.linked.config.game.rounds
    if (finished && !(await this.ports.runs.probes(this.record.id)).some((probe) => probe.round === rounds))
      await this.probe(rounds)
    if (until > 0) await this.recorder.change({ state: finished ? 'finished' : 'paused' })
  }

  /**
   * Keeps the episodes within their budget, the oldest rounds giving way first, and says so in the run's
   * note.
   */
  private async thin(): Promise<void> {
    const thinned = planThinning(this.position.kept, this.record.linked.config.keep.episodeMegabytes * 1e6)
    if (thinned === null) return
    await this.ports.runs.rewriteEpisodes(this.record.id, thinned.lean, (episode) =>
      episode.round < thinned.bare ? withoutTokens(episode) : withoutLikeliest(episode),
    )
    const said = problem('note-thinned', this.position.kept).message
    this.position = { ...this.position, kept: thinned }
    const { lean: leanBelow, bare: bareBelow } = thinned
    const note = problem('note-thinned', { lean: leanBelow, bare: bareBelow })
    await this.recorder.change(withNote(this.record, note, said))
  }

  private positionKey(): string {
    const { rounds, warm, warmed } = this.position
    return `${rounds} ${warm.step} ${String(warmed)}`
  }

  /** A checkpoint of where the run stands, unless the newest one is of the same place. */
  async save(): Promise<void> {
    const { rounds, warm, warmed } = this.position
    if (this.positionKey() === this.savedPosition || (warm.step === 0 && !warmed)) return
    this.activity('saving')
    const whole = await this.runtime.snapshot(this.position)
    const snapshot = rounds === 0 && warmed ? { ...whole, optimizer: null } : whole
    const name = rounds > 0 ? String(rounds) : warmed ? WARM : WARMING
    await this.recorder.checkpoint(name, { rounds, warmSteps: warm.step }, writeSnapshot(snapshot))
    this.savedPosition = this.positionKey()
  }
}

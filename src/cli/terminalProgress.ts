// What a run's events look like in a terminal: a progress bar where there is one, else a line now and then.
// To stderr, so that stdout stays free.

import { detailInEnglish } from '../protocol/progressDetail'
import { SingleBar } from 'cli-progress'
import type { Event, Progress } from '../protocol/door'
import { measureNames, type ProbeRecord, type RemoteTokens, type RoundMetrics } from '../protocol/records'

const percent = (share: number | null): string =>
  share === null ? '   -' : `${(100 * share).toFixed(0).padStart(3)}%`

type Shown = Pick<
  RoundMetrics,
  | 'round'
  | 'passRate'
  | 'chance'
  | 'challengerReward'
  | 'validRate'
  | 'noSignalShare'
  | 'probeAccuracy'
  | 'entropy'
  | 'seconds'
>

/** Gaps of documents by what they measure, since one share over all of them means nothing. */
function probeLine({ round, accuracy, answers }: ProbeRecord): string {
  const fixed = answers.filter(({ measure }) => measure === undefined)
  const measured = measureNames.flatMap((name) => {
    const asked = answers.filter(({ measure }) => measure === name)
    const right = asked.filter((answer) => answer.right).length
    return asked.length === 0 ? [] : [`${name} ${percent(right / asked.length)} of ${asked.length}`]
  })
  const shares =
    fixed.length === 0 && measured.length > 0
      ? measured
      : [`${percent(accuracy)} of ${fixed.length}`, ...measured]
  return `probe before round ${round}: ${shares.join(', ')}`
}

/** One round as one line. */
export function roundLine(metrics: Shown, remote?: RemoteTokens): string {
  const { round, passRate, challengerReward, validRate, noSignalShare, probeAccuracy, entropy, seconds } =
    metrics
  const parts = [
    `round ${String(round).padStart(3)}`,
    `right ${percent(passRate)}${metrics.chance == null ? '' : ` (guessing ${percent(metrics.chance).trim()})`}`,
    `valid ${percent(validRate)}`,
    `no signal ${percent(noSignalShare)}`,
    `challenger ${challengerReward === null ? '   -' : challengerReward.toFixed(2).padStart(5)}`,
    `entropy ${entropy.toFixed(2)}`,
    ...(probeAccuracy === null ? [] : [`probe ${percent(probeAccuracy)}`]),
    `${seconds.toFixed(1)} s`,
    ...(remote === undefined ? [] : [`remote tokens ${remote.used} of ${remote.budget}`]),
  ]
  return parts.join('  ')
}

export class TerminalProgress {
  private bar: SingleBar | null = null
  private activity = ''
  private tenth = -1

  constructor(
    private readonly out: NodeJS.WriteStream = process.stderr,
    private readonly bars: boolean = process.stderr.isTTY === true,
  ) {}

  event(event: Event): void {
    switch (event.kind) {
      case 'progress':
        return this.progress(event.progress)
      case 'round':
        return this.line(roundLine(event.metrics, event.remoteTokens))
      case 'probe':
        return this.line(probeLine(event.probe))
      case 'checkpoint':
        return this.line(
          `checkpoint ${event.checkpoint.name} (${(event.checkpoint.bytes / 1e6).toFixed(1)} MB)`,
        )
      case 'file':
        return event.outcome.failure === null ? undefined : this.line(event.outcome.failure.message)
      case 'deviceLost':
        return this.line(
          event.recovering
            ? `${event.failure.message} Going on from the last checkpoint.`
            : event.failure.message,
        )
      case 'failure':
        return this.line(event.failure.message)
      default:
        return undefined
    }
  }

  line(text: string): void {
    this.end()
    this.out.write(`${text}\n`)
  }

  /** Takes the bar away. */
  end(): void {
    this.bar?.stop()
    this.bar = null
    this.activity = ''
  }

  private progress({ activity, detail: of, unit, ...counts }: Progress): void {
    const [done, total] = [Math.round(counts.done), Math.round(counts.total)]
    if (total <= 0) return
    const detail = detailInEnglish(of)
    const fresh = activity !== this.activity
    this.activity = activity
    if (this.bars) {
      if (fresh || this.bar === null) {
        this.bar?.stop()
        this.bar = new SingleBar({
          format: `${activity.padEnd(10)} {bar} {value}/{total} ${unit} {detail}`,
          stream: this.out,
          clearOnComplete: true,
          hideCursor: true,
          barsize: 30,
        })
        this.bar.start(total, done, { detail })
      } else this.bar.update(done, { detail })
      return
    }
    const tenth = Math.floor((10 * done) / total)
    if (activity !== 'warming' && activity !== 'importing') return
    if (fresh || tenth !== this.tenth) this.out.write(`${activity} ${done}/${total} ${unit} ${detail}\n`)
    this.tenth = tenth
  }
}

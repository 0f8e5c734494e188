// What a study found, in four sentences at most, each with its picture: an interval on a line where
// nothing is the mark to beat. The tables behind are in Report.tsx.
import type { Interval, StudyReport } from '../../protocol/studyReport'
import { fixed } from '../format'
import { words } from '../strings'
import { armName } from './Curves'

const t = words.study.findings

export interface Finding {
  readonly key: string
  readonly text: string
  readonly value: Interval
  /** Whether the interval lies on one side of no difference. */
  readonly clear: boolean
}

const points = (share: number): string => fixed(Math.abs(100 * share), 1)
const isClear = ({ low, high }: Interval): boolean => low !== null && high !== null && (low > 0 || high < 0)

/** As a reader asks: did it learn, did self-play pay, did the questions get harder, are they right? */
export function findingsOf(report: StudyReport): readonly Finding[] {
  const said = (
    key: 'gain' | 'skill' | 'other' | 'reasoner' | 'challenger' | 'gold',
    value: Interval | null | undefined,
    name = '',
  ): Finding[] => {
    if (value === null || value === undefined) return []
    const clear = isClear(value)
    return [{ key, value, clear, text: t[key](points(value.mean), Math.sign(value.mean), clear, name) }]
  }
  const [difference] = report.heldOutDifferences
  return [
    ...said('gain', report.heldOutGain),
    ...said('skill', report.skillGain),
    ...(difference === undefined ? [] : said('other', difference.greedy, armName(difference.arm))),
    ...said('reasoner', report.fixedChallengerGain),
    ...said('challenger', report.fixedReasonerDrop),
    ...said('gold', report.rightGoldChange),
  ].slice(0, 4)
}

/** A gain whose part of skill was not told from a change of manner. */
const isUnforced = ({ heldOutGain, skillGain }: StudyReport): boolean =>
  heldOutGain !== null && heldOutGain !== undefined && (skillGain === null || skillGain === undefined)

const width = 220
const height = 36

const endsOf = ({ mean, low, high }: Interval): readonly [number, number, number] => {
  const within = (share: number): number => Math.min(1, Math.max(-1, share))
  return [within(mean), within(low ?? mean), within(high ?? mean)]
}

/** `reach` is common to a study's pictures, so that their lengths can be compared. */
function IntervalPicture({ value, reach }: { readonly value: Interval; readonly reach: number }) {
  const x = (share: number): number => width / 2 + (share / reach) * (width / 2 - 6)
  const [mean, low, high] = endsOf(value)
  return (
    <svg
      className="interval"
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      aria-hidden="true"
    >
      <path d={`M${width / 2} 2V${height - 2}`} stroke="var(--line-strong)" strokeDasharray="3 3" />
      <path
        d={`M${x(low)} ${height / 2}H${x(high)}`}
        stroke={mean < 0 ? 'var(--challenger)' : 'var(--reasoner)'}
        strokeWidth="8"
        strokeLinecap="round"
        opacity="0.3"
      />
      <circle cx={x(mean)} cy={height / 2} r="6" fill={mean < 0 ? 'var(--challenger)' : 'var(--reasoner)'} />
    </svg>
  )
}

export function Findings({ report }: { readonly report: StudyReport }) {
  const findings = findingsOf(report)
  if (findings.length === 0) return null
  const reach = 1.15 * Math.max(0.05, ...findings.flatMap(({ value }) => endsOf(value).map(Math.abs)))
  return (
    <section className="card stack" aria-label={t.title} data-testid="findings">
      <h3>{t.title}</h3>
      <ol className="findings">
        {findings.map(({ key, text, value }) => (
          <li key={key}>
            <IntervalPicture value={value} reach={reach} />
            <p>{text}</p>
          </li>
        ))}
      </ol>
      {isUnforced(report) && <p data-testid="unforced">{t.unforced}</p>}
      <p className="small muted">{t.picture}</p>
    </section>
  )
}

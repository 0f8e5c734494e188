// One study: its claims, its arms, the differences between them, its curves and its arena.
import { at } from '../../base/at'
import type { Interval, StudyReport } from '../../protocol/studyReport'
import { decimal, fixed, percent } from '../format'
import { Scroll } from '../parts/Scroll'
import { words } from '../strings'
import { ArenaMap } from './ArenaMap'
import { armName, Curves } from './Curves'
import { Findings } from './Findings'

const t = words.study

// Student's interval of few seeds may leave what a share, or a difference of shares, can be: it is cut there.
const signedPoints = (value: number): string =>
  `${value > 0 ? '+' : value < 0 ? '−' : ''}${fixed(Math.abs(100 * value), 1)}`
const pointsOf = ({ mean, low, high }: Interval): string =>
  low === null || high === null
    ? t.points(signedPoints(mean))
    : `${t.points(signedPoints(mean))} (${t.range(signedPoints(Math.max(-1, low)), signedPoints(Math.min(1, high)))})`
const shareOf = ({ mean, low, high }: Interval): string =>
  low === null || high === null
    ? percent(mean, 1)
    : `${percent(mean, 1)} (${t.range(percent(Math.max(0, low), 1), percent(Math.min(1, high), 1))})`

const claims = [
  'fixedChallengerGain',
  'fixedReasonerDrop',
  'heldOutGain',
  'heldOutGainAtTemperature1',
  'rightGoldChange',
  'passWithPassage',
] as const

function Claims({ report }: { readonly report: StudyReport }) {
  const rows = claims.flatMap((key) => {
    const value = report[key]
    return value === null ? [] : [{ key, text: key === 'passWithPassage' ? shareOf(value) : pointsOf(value) }]
  })
  if (rows.length === 0) return null
  return (
    <section className="card stack" aria-label={t.claims} data-testid="study-claims">
      <h3>{t.claims}</h3>
      <dl className="facts claims">
        {rows.map(({ key, text }) => (
          <div key={key} className="row">
            <dt>{t.claim[key]}</dt>
            <dd className="num push">{text}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function Arms({ report }: { readonly report: StudyReport }) {
  const first = armName(report.arms.length === 0 ? '' : at(report.arms, 0).arm)
  const tested = Object.keys(report.heldOut).length > 0
  return (
    <section className="card stack" aria-label={t.arms} data-testid="study-arms">
      <h3>{t.arms}</h3>
      <Scroll className="arms" label={t.arms}>
        <table>
          <thead>
            <tr>
              {[
                t.arm,
                t.number,
                t.rounds,
                t.before,
                t.after,
                t.gain,
                ...(tested ? [t.heldOut] : []),
                t.passRate,
                t.valid,
                `${t.cost} (GFLOP)`,
              ].map((name, index) => (
                <th key={name} scope="col" className={index > 0 ? 'num' : undefined}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {report.arms.map((arm) => (
              <tr key={arm.arm}>
                <th scope="row">{armName(arm.arm)}</th>
                <td className="num">{arm.seeds.join(' ')}</td>
                <td className="num">{arm.rounds}</td>
                <td className="num">{percent(arm.first.mean, 1)}</td>
                <td className="num">{shareOf(arm.last)}</td>
                <td className="num">{pointsOf(arm.gain)}</td>
                {tested ? (
                  <td className="num">
                    {report.heldOut[arm.arm] === undefined
                      ? '–'
                      : shareOf(report.heldOut[arm.arm] as Interval)}
                  </td>
                ) : null}
                <td className="num">{arm.validRate.mean === 0 ? '–' : percent(arm.passRate.mean, 1)}</td>
                <td className="num">{percent(arm.validRate.mean, 1)}</td>
                <td className="num">{decimal(arm.flops.mean / 1e9)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {report.heldOutDifferences.length === 0 ? null : (
        <>
          <h4>{t.differences(first)}</h4>
          <ul className="small">
            {report.heldOutDifferences.map(({ arm, greedy, rounds }) => (
              <li key={arm}>
                {armName(arm)}: <span className="num">{pointsOf(greedy)}</span>, {t.over(String(rounds))}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

export function Report({ report }: { readonly report: StudyReport }) {
  const rounds = Math.max(...report.arms.map((arm) => arm.rounds))
  const missing = report.missing.map(({ arm, seed }) => `${armName(arm)} ${seed}`).join(', ')
  return (
    <div className="stack">
      <p className="small muted">
        {t.seeds(report.seeds.join(', '), String(rounds))}
        {missing === '' ? '' : ` ${t.missing(missing)}`}
      </p>
      <Findings report={report} />
      <Curves report={report} />
      <details className="stack behind" data-testid="study-behind">
        <summary>{t.behind}</summary>
        <Claims report={report} />
        <Arms report={report} />
        {Object.entries(report.arena).map(([arm, { matrix }]) => (
          <section key={arm} className="card stack" aria-label={`${t.arena}: ${armName(arm)}`}>
            <h3>
              {t.arena}: {armName(arm)}
            </h3>
            <ArenaMap
              caption={t.arenaWhy}
              rows={[t.firstChallenger, t.lastChallenger]}
              columns={[t.firstReasoner, t.lastReasoner]}
              cells={matrix}
            />
          </section>
        ))}
      </details>
    </div>
  )
}

// The probe's fixed questions, answered before and after, side by side.
import { useState } from 'react'
import type { ProbeAnswer } from '../../protocol/records'
import { useSession } from '../context'
import { count, percent } from '../format'
import { Icon } from '../parts/Icon'
import { Scroll } from '../parts/Scroll'
import { useInTurn } from '../parts/useInTurn'
import { words } from '../strings'

const t = words.ask
/** Rows that are drawn; a probe may have thousands. */
const most = 100

function Cell({ answer }: { readonly answer: ProbeAnswer | undefined }) {
  if (answer === undefined) return <td>–</td>
  return (
    <td data-right={answer.right}>
      <span className="row" style={{ gap: '0.35rem', flexWrap: 'nowrap' }}>
        <Icon name={answer.right ? 'right' : answer.answer === null ? 'none' : 'wrong'} size={15} />
        <span>
          {answer.answer ?? t.none}
          <span className="hidden-text">, {words.episodes.verdict[answer.right ? 'right' : 'wrong']}</span>
        </span>
      </span>
    </td>
  )
}

export function ProbePairs() {
  const probes = useSession((state) => state.probes)
  const [only, setOnly] = useState(false)
  // Its hundred rows do not hold the view that opens above them.
  const there = useInTurn(true, false)
  const first = probes[0]
  const last = probes.at(-1)
  if (!there || first === undefined || last === undefined) return null
  if (first === last)
    return (
      <div className="card empty" role="status">
        <p>{t.once}</p>
      </div>
    )
  const rows = last.answers
    .map((after, index) => ({ after, before: first.answers[index] }))
    .filter(({ before, after }) => !only || before?.answer !== after.answer)
  return (
    <section className="card stack" data-testid="probe-pairs" aria-label={words.train.curve.probe.title}>
      <div className="row">
        <h2>{words.train.curve.probe.title}</h2>
        <label className="row push small">
          <input type="checkbox" checked={only} onChange={(event) => setOnly(event.target.checked)} />
          {t.only}
        </label>
      </div>
      {rows.length === 0 ? (
        <p className="muted">{t.nothing}</p>
      ) : (
        <Scroll className="probes" label={words.train.curve.probe.about}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t.probeQuestion}</th>
                <th scope="col">{t.gold}</th>
                {[first, last].map((probe) => (
                  <th key={probe.round} scope="col">
                    {t.probes(count(probe.round))}
                    <br />
                    <span className="muted num">{t.accuracy(percent(probe.accuracy, 1))}</span>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.slice(0, most).map(({ before, after }, index) => (
                <tr key={index}>
                  <td>{after.question}</td>
                  <td>{after.gold}</td>
                  <Cell answer={before} />
                  <Cell answer={after} />
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </section>
  )
}

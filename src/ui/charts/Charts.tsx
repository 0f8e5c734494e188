// The curriculum: its story, the three charts that tell it, the round under their cursor, and all others a
// level down.
import { useMemo, useState } from 'react'
import { at, last } from '../../base/at'
import { curveNames, hasCurve, type CurveName, type Round } from '../../state/curves'
import { axes, type Axis } from '../../state/view'
import { useApp, useSession, useView } from '../context'
import { words } from '../strings'
import { ChartCard } from './ChartCard'
import { WindowControl } from './WindowControl'
import { ProbeGrid } from './ProbeGrid'
import { RoundPanel } from './RoundPanel'
import { Story } from './Story'
import { WarmStart } from './WarmStart'

/** The three that tell the story; the rest is a level down. */
const story: readonly CurveName[] = ['passRate', 'challengerReward', 'probe']
/** Of a run on documents what was read, what was not, and prose stand in the probe's place. */
const documentStory: readonly CurveName[] = ['passRate', 'challengerReward', 'documents']

export default function Charts() {
  const app = useApp()
  const [byQuestion, setByQuestion] = useState(false)
  const all = useView((state) => state.allCharts)
  const axis = useView((state) => state.axis)
  const smooth = useView((state) => state.smooth)
  const metrics = useSession((state) => state.rounds)
  const speeds = useSession((state) => state.speeds)
  const window = useView((state) => state.chartWindow)
  const warm = useSession((state) => state.warmStart)
  const rounds = useMemo(
    (): Round[] =>
      metrics.map((each) => ({ metrics: each, tokensPerSecond: speeds.get(each.round) ?? null })),
    [metrics, speeds],
  )
  const told = hasCurve('documents', rounds) ? documentStory : story
  const rest = curveNames.filter((name) => !told.includes(name) && hasCurve(name, rounds))
  return (
    <section className="stack" aria-label={words.train.charts}>
      {warm.length > 0 && rounds.length === 0 ? <WarmStart points={warm} height={240} /> : null}
      {rounds.length === 0 ? null : (
        <>
          <Story />
          <div className="row small axis">
            <p className="muted">{words.train.chartHint}</p>
            <WindowControl
              window={window}
              ends={[at(rounds, 0).metrics.round, last(rounds).metrics.round]}
              onChange={(chartWindow) => app.view.setState({ chartWindow })}
            />
            <label className="row push" title={words.train.smoothWhy}>
              <input
                type="checkbox"
                checked={smooth}
                onChange={(event) => app.view.setState({ smooth: event.target.checked })}
                data-testid="smooth"
              />
              {words.train.smooth}
            </label>
            <label className="row">
              {words.train.axis}
              <select
                className="input narrow"
                value={axis}
                onChange={(event) => app.view.setState({ axis: event.target.value as Axis })}
              >
                {axes.map((each) => (
                  <option key={each} value={each}>
                    {words.train.axes[each]}
                  </option>
                ))}
              </select>
            </label>
          </div>
          <div className="charts story-charts">
            {told.map((name) => (
              <ChartCard key={name} name={name} rounds={rounds} height={200} />
            ))}
          </div>
          <RoundPanel />
          <details
            className="all-charts"
            data-testid="probes-by-question"
            onToggle={(event) => setByQuestion(event.currentTarget.open)}
          >
            <summary>{words.train.probes.title}</summary>
            {byQuestion ? <ProbeGrid /> : null}
          </details>
          <details
            className="all-charts"
            open={all}
            onToggle={(event) => app.view.setState({ allCharts: event.currentTarget.open })}
            data-testid="all-charts"
          >
            <summary>{words.train.allCharts}</summary>
            <div className="charts">
              {all
                ? rest.map((name) => <ChartCard key={name} name={name} rounds={rounds} height={150} />)
                : null}
              {all && warm.length > 0 ? <WarmStart points={warm} height={150} /> : null}
            </div>
          </details>
        </>
      )}
    </section>
  )
}

// All charts of the curriculum, those that tell the story first.
import { useMemo } from 'react'
import { curveNames, type CurveName, type Round } from '../../state/curves'
import { useSession } from '../context'
import { words } from '../strings'
import { ChartCard } from './ChartCard'
import { WarmStart } from './WarmStart'

/** The three that tell the story, larger and first. */
const story: readonly CurveName[] = ['passRate', 'challengerReward', 'probe']
const order = [...story, ...curveNames.filter((name) => !story.includes(name))]

export default function Charts() {
  const metrics = useSession((state) => state.rounds)
  const speeds = useSession((state) => state.speeds)
  const warm = useSession((state) => state.warmStart)
  const rounds = useMemo((): Round[] => metrics.map((each) => ({ metrics: each, tokensPerSecond: speeds.get(each.round) ?? null })), [metrics, speeds])
  return (
    <section className="stack" aria-label={words.train.charts}>
      {warm.length > 0 && rounds.length === 0 ? <WarmStart points={warm} height={240} /> : null}
      {rounds.length === 0 ? null : (
        <>
          <p className="small muted">{words.train.chartHint}</p>
          <div className="charts">
            {order.map((name) => <ChartCard key={name} name={name} rounds={rounds} height={story.includes(name) ? 220 : 150} />)}
            {warm.length > 0 ? <WarmStart points={warm} height={150} /> : null}
          </div>
        </>
      )}
    </section>
  )
}

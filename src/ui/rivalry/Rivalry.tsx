// The rivalry in one picture: every question as a dot by how many of its answers were right, the band where
// both seats learn, and the paths of both over the rounds. It can be played, scrubbed and saved.
import { useEffect, useId, useMemo, useRef, useState } from 'react'
import { frontier } from '../../state/runStory'
import { rivalryOf, type PathPoint } from '../../state/rivalry'
import { useWidth } from '../charts/useWidth'
import { useApp, useSession } from '../context'
import { count, percent, roundNumber } from '../format'
import { Icon } from '../parts/Icon'
import { words } from '../strings'
import { pictureOf } from './svgImage'

const t = words.live.rivalry
/** Units of the drawing: half as wide on a phone, so that its words stay legible. */
const [wide, narrow] = [860, 430]
const height = 400
const [left, right, top, bottom] = [140, 20, 16, 40]
/** Milliseconds a round when it plays. */
const BEAT = 700

export default function Rivalry() {
  return useSession((state) => state.rounds.length > 0) ? <Picture /> : null
}

function Picture() {
  const app = useApp()
  const id = useId()
  const card = useRef<HTMLElement>(null)
  const picture = useRef<SVGSVGElement>(null)
  const width = useWidth(card, wide) < 1.25 * narrow ? narrow : wide
  const rounds = useSession((state) => state.rounds)
  const probes = useSession((state) => state.probes)
  const total = useSession((state) =>
    Math.max(state.rounds.length, state.run?.linked.config.game.rounds ?? 0),
  )
  const drawn = useMemo(() => rivalryOf(rounds, probes), [rounds, probes])
  const [chosen, setChosen] = useState<number | null>(null)
  const [playing, setPlaying] = useState(false)
  const newest = rounds.length - 1
  const shown = Math.min(chosen ?? newest, newest)
  useEffect(() => {
    if (!playing) return undefined
    const timer = setTimeout(() => {
      if (shown >= newest) setPlaying(false)
      else setChosen(shown + 1)
    }, BEAT)
    return () => clearTimeout(timer)
  }, [playing, shown, newest])
  const metrics = rounds[shown]
  if (metrics === undefined) return null
  const column = (width - left - right) / Math.max(1, total)
  const x = (round: number): number => left + (round + 0.5) * column
  const y = (value: number): number => top + (1 - value) * (height - top - bottom)
  const upTo = (points: readonly PathPoint[]): PathPoint[] =>
    points.filter(({ round }) => round <= metrics.round + (shown === newest ? 1 : 0))
  const line = (points: readonly PathPoint[]): string =>
    upTo(points)
      .map(({ round, value }) => `${Math.min(x(round), width - right)},${y(value)}`)
      .join(' ')
  const questions = drawn.dots.filter(({ round }) => round === metrics.round).length
  const summary = t.summary(roundNumber(metrics.round), percent(metrics.passRate), count(questions))
  const end = (points: readonly PathPoint[]): PathPoint | undefined => upTo(points).at(-1)
  const [skill, asked] = [end(drawn.skill), end(drawn.asked)]
  const save = (): void => {
    const svg = picture.current
    if (svg !== null) void pictureOf(svg).then((data) => app.env.save('rivalry.png', data))
  }
  return (
    <section ref={card} className="card stack rivalry" aria-labelledby={`${id}-title`} data-testid="rivalry">
      <div className="row">
        <h2 id={`${id}-title`}>{t.title}</h2>
        <button type="button" className="button small push" onClick={save}>
          <Icon name="down" size={15} /> {t.save}
        </button>
      </div>
      <svg
        ref={picture}
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={`${t.title}. ${summary}`}
        data-round={metrics.round}
      >
        <rect x="0" y="0" width={width} height={height} className="ground" />
        <rect
          x={left}
          y={y(frontier[1])}
          width={width - left - right}
          height={y(frontier[0]) - y(frontier[1])}
          className="band"
        />
        {([1, 0.5, 0] as const).map((value, i) => (
          <text
            key={value}
            x={left - 12}
            y={y(value) + 5 + (i - 1) * -8}
            textAnchor="end"
            className={`end-${i}`}
          >
            {[t.easy, t.band, t.hard][i]}
          </text>
        ))}
        <path d={`M${left} ${y(0)}H${width - right}`} className="axis" />
        {drawn.dots
          .filter(({ round }) => round <= metrics.round)
          .map(({ round, rate, index, of }) => (
            <circle
              key={`${round} ${rate} ${index}`}
              cx={x(round) + (of === 1 ? 0 : ((index / (of - 1)) * 2 - 1) * Math.min(0.4 * column, 3.5 * of))}
              cy={y(rate)}
              r="4.5"
              className={round === metrics.round ? 'dot now' : 'dot'}
            />
          ))}
        <polyline points={line(drawn.asked)} className="asked" />
        <polyline points={line(drawn.skill)} className="skill" />
        <polyline points={line(drawn.meet)} className="meet" />
        {asked === undefined ? null : (
          <path
            d="M0 -9L9 0L0 9L-9 0Z"
            transform={`translate(${Math.min(x(asked.round), width - right)} ${y(asked.value)})`}
            className="asked-end"
          />
        )}
        {skill === undefined ? null : (
          <circle
            cx={Math.min(x(skill.round), width - right)}
            cy={y(skill.value)}
            r="8"
            className="skill-end"
          />
        )}
        <text x={width - right} y={height - 10} textAnchor="end">
          {t.round(roundNumber(metrics.round), count(total))}
        </text>
      </svg>
      <ul className="rivalry-key small">
        <li>
          <span className="swatch meet" /> {t.y}: {t.meet}
        </li>
        {drawn.skill.length === 0 ? null : (
          <li>
            <Icon name="reasoner" size={13} /> {t.skill}
          </li>
        )}
        {drawn.asked.length === 0 ? null : (
          <li>
            <Icon name="challenger" size={13} /> {t.asked(count(drawn.most))}
          </li>
        )}
      </ul>
      <div className="row rivalry-controls">
        <button
          type="button"
          className="button"
          onClick={() => {
            if (!playing && shown >= newest) setChosen(0)
            setPlaying(!playing)
          }}
        >
          <Icon name={playing ? 'pause' : 'play'} size={15} /> {playing ? t.pause : t.play}
        </button>
        <input
          type="range"
          min={0}
          max={Math.max(0, newest)}
          value={shown}
          aria-label={t.scrub}
          aria-valuetext={summary}
          onChange={(event) => {
            setPlaying(false)
            setChosen(Number(event.target.value))
          }}
        />
      </div>
      <p className="small muted">{t.about}</p>
    </section>
  )
}

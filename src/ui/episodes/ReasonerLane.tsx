// The Reasoner's side: the question without the passage, its attempts, their verdicts, what they earn.
import { lazy, Suspense } from 'react'
import type { Attempt, Verdict } from '../../protocol/records'
import { shownQuestion } from '../../spice/prompts/text'
import { candidateOf, completed, positionAt, reached, shownOf } from '../../state/timeline'
import { learns, turned, withFlip } from '../../state/whatIf'
import { useApp, useView } from '../context'
import { count } from '../format'
import { Icon, type IconName } from '../parts/Icon'
import { words } from '../strings'
import { Advantages } from './Advantages'
import type { LaneProps } from './ChallengerLane'
import { Part } from './Part'
import { PromptTokens } from './PromptTokens'
import { TokenRun } from './TokenRun'

/** Comes with the verifier, which is large, when a token is first looked at. */
const Microscope = lazy(() => import('./Microscope'))
const t = words.episodes

export const verdictIcon: Readonly<Record<Verdict, IconName>> = {
  right: 'right',
  wrong: 'wrong',
  noAnswer: 'none',
}

/** What the verifier says; once all is judged, a press turns it round to see what would follow. */
function VerdictMark({
  attempt,
  place,
  name,
  open,
}: {
  readonly attempt: Attempt
  readonly place: number
  readonly name: string
  readonly open: boolean
}) {
  const app = useApp()
  const flipped = useView(({ whatIf }) => whatIf.flipped.includes(place))
  const inside = (
    <>
      <span className="num">{attempt.answer ?? t.noAnswer}</span>
      <Icon name={verdictIcon[attempt.verdict]} size={17} />
      <span className="hidden-text">{t.verdict[attempt.verdict]}</span>
    </>
  )
  if (!open) return inside
  return (
    <button
      type="button"
      className="flip"
      aria-pressed={flipped}
      aria-label={t.flip(
        name,
        attempt.answer ?? t.noAnswer,
        t.verdict[attempt.verdict],
        t.verdict[turned(attempt.verdict)],
      )}
      title={t.flipTitle}
      data-testid="flip"
      onClick={() => app.view.setState(({ whatIf }) => ({ whatIf: withFlip(whatIf, place), playing: false }))}
    >
      {inside}
    </button>
  )
}

export function ReasonerLane({ episode, timeline, tick, run, trains }: LaneProps) {
  const pin = useView((state) => state.pin)
  const { phase } = positionAt(timeline, tick)
  const candidate = candidateOf(episode, timeline.candidate)
  const attempts = episode.attempts.flatMap((attempt, place) =>
    attempt.candidate === timeline.candidate ? [{ attempt, place }] : [],
  )
  const asked = completed(timeline, tick, 'gates') && candidate?.valid === true && candidate.task !== null
  const tokens = shownOf(timeline, tick, 'attempts')
  const judged = shownOf(timeline, tick, 'verdicts')
  const all = completed(timeline, tick, 'verdicts')
  const moved = reached(timeline, tick, 'advantages')
  const part = { now: phase, timeline, round: episode.round }
  return (
    <section
      className="lane"
      data-seat="reasoner"
      aria-labelledby="lane-reasoner"
      data-idle={phase === 'passage' || phase === 'question' || phase === 'gates'}
      data-learns={learns(trains, 'reasoner')}
    >
      <h2 id="lane-reasoner">
        <Icon name="reasoner" size={14} />
        {words.shell.seats.reasoner}
        {learns(trains, 'reasoner') ? null : <span className="badge push">{t.notLearning}</span>}
      </h2>
      <Part {...part} phase="passage" title={t.sees}>
        <div className="absent" data-testid="absent">
          <strong>{t.notShown}</strong>
          <span className="small">{t.notShownWhy}</span>
        </div>
        {asked && candidate.task !== null ? (
          <p className="asked" data-testid="asked">
            {shownQuestion(candidate.task)}
          </p>
        ) : (
          <p className="muted small">{t.notYet}</p>
        )}
        {asked ? (
          timeline.candidate === episode.chosen && episode.prompts.reasoner !== null ? (
            <PromptTokens prompt={episode.prompts.reasoner} vocabulary={run.vocabulary} seat="reasoner" />
          ) : (
            <p className="muted small">{t.promptOther}</p>
          )
        ) : null}
      </Part>
      {reached(timeline, tick, 'attempts') && attempts.length > 0 ? (
        <Part
          {...part}
          phase={phase === 'verdicts' ? 'verdicts' : 'attempts'}
          title={t.attempts(count(attempts.length))}
        >
          <ol className="attempts">
            {attempts.map(({ attempt, place }, index) => (
              <li
                key={place}
                className="attempt"
                data-verdict={index < judged ? attempt.verdict : undefined}
                data-testid="attempt"
              >
                <span className="small muted num">{count(index + 1)}</span>
                <div>
                  <TokenRun
                    generated={attempt}
                    vocabulary={run.vocabulary}
                    shown={tokens}
                    label={t.attempt(count(index + 1))}
                    advantage={moved ? attempt.advantage : null}
                    of="attempt"
                    index={place}
                  />
                  {tokens >= attempt.tokens.length && !attempt.stopped ? (
                    <span className="small muted">{t.cut}</span>
                  ) : null}
                </div>
                <span className="verdict">
                  {index < judged ? (
                    <VerdictMark
                      attempt={attempt}
                      place={place}
                      name={t.attempt(count(index + 1))}
                      open={all}
                    />
                  ) : null}
                </span>
                {pin?.of === 'attempt' && pin.index === place ? (
                  <Suspense fallback={null}>
                    <Microscope
                      episode={episode}
                      pin={pin}
                      vocabulary={run.vocabulary}
                      advantage={moved ? attempt.advantage : null}
                    />
                  </Suspense>
                ) : null}
              </li>
            ))}
          </ol>
          {all ? <p className="small muted hint">{t.flipHint}</p> : null}
        </Part>
      ) : null}
      {phase === 'rewards' && attempts.length > 0 ? (
        <p className="small muted part slim">{t.rewardReasoner}</p>
      ) : null}
      {moved && attempts.some(({ attempt }) => attempt.advantage !== null) ? (
        <Part {...part} phase="advantages" title={t.phase.advantages}>
          <Advantages
            seat="reasoner"
            members={attempts.map(({ attempt: { reward, advantage } }, index) => ({
              name: t.attempt(count(index + 1)),
              reward,
              advantage,
            }))}
          />
        </Part>
      ) : null}
    </section>
  )
}

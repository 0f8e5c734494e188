// The Challenger's side: what it sees, what it writes, what the gates say, what it earns.
import { lazy, Suspense } from 'react'
import type { Episode, RunRecord } from '../../protocol/records'
import {
  attemptsOf,
  candidateOf,
  completed,
  positionAt,
  reached,
  shownOf,
  type Timeline,
} from '../../state/timeline'
import { learns, type TrainedSeats } from '../../state/whatIf'
import { useApp, useView } from '../context'
import { lookAt } from '../../state/stepper'
import { count, decimal } from '../format'
import { Icon } from '../parts/Icon'
import { words } from '../strings'
import { reasonOf } from '../strings/reason'
import { Advantages } from './Advantages'
import { Formula } from './Formula'
import { Part } from './Part'
import { Passage } from './Passage'
import { PromptTokens } from './PromptTokens'
import { TokenRun } from './TokenRun'

/** Comes with the verifier, which is large, when a token is first looked at. */
const Microscope = lazy(() => import('./Microscope'))
const t = words.episodes

export interface LaneProps {
  readonly episode: Episode
  readonly timeline: Timeline
  readonly tick: number
  readonly run: RunRecord
  readonly trains: TrainedSeats
}

function Tries({ episode, timeline }: Pick<LaneProps, 'episode' | 'timeline'>) {
  const app = useApp()
  return (
    <div className="tries" role="group" aria-label={t.tries(count(episode.candidates.length))}>
      {episode.candidates.map((candidate, index) => (
        <button
          key={index}
          type="button"
          className="try"
          aria-pressed={index === timeline.candidate}
          onClick={() => lookAt(app, index)}
          data-kept={candidate.reward !== null}
          aria-label={[
            t.tryName(count(index + 1)),
            candidate.valid ? t.valid : t.invalid,
            index === episode.chosen ? t.chosen : '',
            candidate.reward === null ? t.notKept : decimal(candidate.reward),
          ]
            .filter((part) => part !== '')
            .join(', ')}
        >
          <Icon name={candidate.valid ? 'right' : 'wrong'} size={13} />
          {count(index + 1)}
          {index === episode.chosen ? <Icon name="challenger" size={8} /> : null}
        </button>
      ))}
    </div>
  )
}

function Gates({ episode, timeline, tick }: Pick<LaneProps, 'episode' | 'timeline' | 'tick'>) {
  const gates = candidateOf(episode, timeline.candidate)?.gates ?? []
  const shown = shownOf(timeline, tick, 'gates')
  return (
    <ul className="gates" aria-label={t.gate} data-testid="gates">
      {gates.slice(0, shown).map(({ gate, passed, notApplicable, ...said }) => (
        <li key={gate} data-passed={passed} title={words.gates[gate].about}>
          <Icon name={notApplicable === true ? 'none' : passed ? 'right' : 'wrong'} size={16} />
          <span>
            {words.gates[gate].name}
            <span className="hidden-text">
              : {notApplicable === true ? t.notApplicable : passed ? t.passed : t.failed}
            </span>
            {passed ? null : <span className="muted"> {reasonOf(said)}</span>}
          </span>
        </li>
      ))}
    </ul>
  )
}

export function ChallengerLane({ episode, timeline, tick, run, trains }: LaneProps) {
  const pin = useView((state) => state.pin)
  const candidate = candidateOf(episode, timeline.candidate)
  const { phase } = positionAt(timeline, tick)
  const verdicts = attemptsOf(episode, timeline.candidate).map(({ verdict }) => verdict)
  if (candidate === undefined) return null
  const written = completed(timeline, tick, 'question')
  const task = written ? candidate.task : null
  const part = { now: phase, timeline, round: episode.round }
  const advantage = reached(timeline, tick, 'advantages') ? candidate.advantage : null
  const still = phase === 'attempts'
  return (
    <section
      className="lane"
      data-seat="challenger"
      aria-labelledby="lane-challenger"
      data-idle={still}
      data-learns={learns(trains, 'challenger')}
    >
      <h2 id="lane-challenger">
        <Icon name="challenger" size={14} />
        {words.shell.seats.challenger}
        {learns(trains, 'challenger') ? null : <span className="badge push">{t.notLearning}</span>}
      </h2>
      <Part {...part} phase="passage" title={t.sees}>
        <Passage passage={episode.passage} source={task?.source ?? null} />
        <PromptTokens prompt={episode.prompts.challenger} vocabulary={run.vocabulary} seat="challenger" />
      </Part>
      {reached(timeline, tick, 'question') ? (
        <Part {...part} phase="question" title={t.writes}>
          <TokenRun
            key={timeline.candidate}
            generated={candidate}
            vocabulary={run.vocabulary}
            shown={shownOf(timeline, tick, 'question')}
            label={t.writes}
            advantage={advantage}
            of="candidate"
            index={timeline.candidate}
          />
          {pin?.of === 'candidate' && pin.index === timeline.candidate ? (
            <Suspense fallback={null}>
              <Microscope episode={episode} pin={pin} vocabulary={run.vocabulary} advantage={advantage} />
            </Suspense>
          ) : null}
          {task === null ? null : (
            <dl className="task" data-testid="task">
              <div>
                <dt>{t.question}</dt>
                <dd>
                  {task.question}
                  {task.options.length > 0
                    ? ` ${task.options.map((option, i) => `${String.fromCharCode(65 + i)}) ${option}`).join('  ')}`
                    : ''}
                </dd>
              </div>
              <div>
                <dt>{t.gold}</dt>
                <dd>
                  <strong>{task.gold}</strong> <span className="muted">({words.options[task.type]})</span>
                </dd>
              </div>
              {task.steps.some(({ value }) => value !== '') ? (
                <div className="worked">
                  <dt>{t.worked}</dt>
                  <dd>
                    <ol>
                      {task.steps
                        .filter(({ value }) => value !== '')
                        .map(({ premise, value }, index) => (
                          <li key={index}>
                            {premise} <strong className="num">{value}</strong>
                          </li>
                        ))}
                    </ol>
                  </dd>
                </div>
              ) : null}
            </dl>
          )}
        </Part>
      ) : null}
      {reached(timeline, tick, 'gates') ? (
        <Part {...part} phase="gates" title={t.gate}>
          <Gates episode={episode} timeline={timeline} tick={tick} />
        </Part>
      ) : null}
      {reached(timeline, tick, 'rewards') && candidate.reward !== null ? (
        <Part {...part} phase="rewards" title={t.reward}>
          <Formula candidate={candidate} verdicts={verdicts} config={run.linked.config.reward} />
        </Part>
      ) : null}
      {reached(timeline, tick, 'advantages') ? (
        <Part {...part} phase="advantages" title={t.phase.advantages}>
          <Advantages
            seat="challenger"
            members={episode.candidates.map(({ reward, advantage: own }, index) => ({
              name: t.tryName(count(index + 1)),
              reward,
              advantage: own,
              now: index === timeline.candidate,
            }))}
          />
        </Part>
      ) : null}
      {reached(timeline, tick, 'gates') ? (
        <div className="part slim">
          <h3>{t.tries(count(episode.candidates.length))}</h3>
          <Tries episode={episode} timeline={timeline} />
        </div>
      ) : null}
    </section>
  )
}

// The Reasoner's side: the question without the passage, its attempts, their verdicts, what they earn.
import type { Attempt, Episode, RunRecord, Verdict } from '../../protocol/records'
import { shownQuestion } from '../../spice/prompts'
import { attemptsOf, candidateOf, completed, positionAt, reached, shownOf, type Timeline } from '../../state/timeline'
import { count } from '../format'
import { Icon, type IconName } from '../parts/Icon'
import { words } from '../strings'
import { Advantages } from './Advantages'
import { PromptTokens } from './PromptTokens'
import { TokenRun } from './TokenRun'

const t = words.episodes

interface Props {
  readonly episode: Episode
  readonly timeline: Timeline
  readonly tick: number
  readonly run: RunRecord
}

export const verdictIcon: Readonly<Record<Verdict, IconName>> = { right: 'right', wrong: 'wrong', noAnswer: 'none' }

function OneAttempt({ attempt, index, tokens, judged, moved, run }: { readonly attempt: Attempt; readonly index: number; readonly tokens: number; readonly judged: boolean; readonly moved: boolean; readonly run: RunRecord }) {
  const done = tokens >= attempt.tokens.length
  return (
    <li className="attempt" data-verdict={judged ? attempt.verdict : undefined} data-testid="attempt">
      <span className="small muted num">{index + 1}</span>
      <div>
        <TokenRun generated={attempt} vocabulary={run.vocabulary} shown={tokens} label={t.attempt(count(index + 1))} advantage={moved ? attempt.advantage : null} />
        {done && !attempt.stopped ? <span className="small muted">{t.cut}</span> : null}
      </div>
      <span className="verdict">
        {judged ? (
          <>
            <span className="num">{attempt.answer ?? t.noAnswer}</span>
            <Icon name={verdictIcon[attempt.verdict]} size={17} />
            <span className="hidden-text">{t.verdict[attempt.verdict]}</span>
          </>
        ) : null}
      </span>
    </li>
  )
}

export function ReasonerLane({ episode, timeline, tick, run }: Props) {
  const phase = positionAt(timeline, tick).phase
  const candidate = candidateOf(episode, timeline.candidate)
  const attempts = attemptsOf(episode, timeline.candidate)
  const asked = completed(timeline, tick, 'gates') && candidate?.valid === true && candidate.task !== null
  const tokens = shownOf(timeline, tick, 'attempts')
  const judged = shownOf(timeline, tick, 'verdicts')
  return (
    <section className="lane" data-seat="reasoner" aria-labelledby="lane-reasoner" data-idle={phase === 'passage' || phase === 'question' || phase === 'gates'}>
      <h3 id="lane-reasoner"><Icon name="reasoner" size={14} />{words.shell.seats.reasoner}</h3>
      <div className="part">
        <h4>{t.sees}</h4>
        <div className="absent" data-testid="absent">
          <strong>{t.notShown}</strong>
          <span className="small">{t.notShownWhy}</span>
        </div>
        {asked && candidate.task !== null ? <p className="asked" data-testid="asked">{shownQuestion(candidate.task)}</p> : <p className="muted small">{t.notYet}</p>}
        {asked ? (
          timeline.candidate === episode.chosen && episode.prompts.reasoner !== null
            ? <PromptTokens prompt={episode.prompts.reasoner} vocabulary={run.vocabulary} seat="reasoner" />
            : <p className="muted small">{t.promptOther}</p>
        ) : null}
      </div>
      {reached(timeline, tick, 'attempts') && attempts.length > 0 ? (
        <div className="part" data-now={phase === 'attempts' || phase === 'verdicts'}>
          <h4>{t.attempts(count(attempts.length))}</h4>
          <ol className="attempts">
            {attempts.map((attempt, index) => (
              <OneAttempt key={index} attempt={attempt} index={index} tokens={tokens} judged={index < judged} moved={reached(timeline, tick, 'advantages')} run={run} />
            ))}
          </ol>
        </div>
      ) : null}
      {reached(timeline, tick, 'rewards') && attempts.length > 0 ? <p className="small muted part slim">{t.rewardReasoner}</p> : null}
      {reached(timeline, tick, 'advantages') && attempts.some(({ advantage }) => advantage !== null) ? (
        <div className="part" data-now={phase === 'advantages'}>
          <h4>{t.phase.advantages}</h4>
          <Advantages seat="reasoner" members={attempts.map(({ reward, advantage }, index) => ({ name: t.attempt(count(index + 1)), reward, advantage }))} />
        </div>
      ) : null}
    </section>
  )
}

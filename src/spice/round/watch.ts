// A round told while it is played. It only looks: nothing that it is told, and nobody who listens, changes
// what is played.

import type { LiveAttempt, LiveEpisode, LivePlay, LiveTask, LiveTry, TellPlay } from '../../protocol/livePlay'
import { firstFailure } from '../gates/gates'
import type { Writing } from '../seats'
import type { RewardedEpisode } from './reward'
import type { AnsweredTask, CandidateGroup, KeptGroup, WritingWatch } from './state'

/** Episodes that are told: a page shows no more at once. */
const MOST_EPISODES = 12
const MOST_PASSAGE = 2000

const written = (text: string): LiveTry => ({
  text,
  question: null,
  gold: null,
  state: 'writing',
  gate: null,
})
const attempted = (text: string): LiveAttempt => ({ text, answer: null, verdict: null })

export class RoundWatch implements WritingWatch {
  private phase: LivePlay['phase'] = 'asking'
  private groups: readonly CandidateGroup[] = []
  /** Of the wave that is being written, by episode. */
  private tries: ReadonlyMap<number, readonly LiveTry[]> = new Map()
  private tasks: ReadonlyMap<number, readonly LiveTask[]> = new Map()

  constructor(
    private readonly round: number,
    private readonly tell: TellPlay | undefined,
  ) {}

  opened(groups: readonly CandidateGroup[]): void {
    this.groups = groups.slice(0, MOST_EPISODES)
    this.say('done')
  }

  /** Called while the wave of these groups is written, in their order. */
  asking(groups: readonly Pick<CandidateGroup, 'episode'>[]): Writing | undefined {
    if (this.tell === undefined) return undefined
    return (textsOf) =>
      this.say('writing', () => {
        const now = new Map(this.tries)
        for (const [i, { episode }] of groups.slice(0, MOST_EPISODES).entries()) {
          const texts = textsOf(i)
          if (texts.length > 0) now.set(episode, texts.map(written))
        }
        this.tries = now
      })
  }

  gated(): void {
    this.tries = new Map()
    this.say('done')
  }

  /** Called while these tasks are answered, in their order. */
  answering(tasks: readonly Pick<AnsweredTask, 'episode' | 'index'>[]): Writing | undefined {
    if (this.tell === undefined) return undefined
    this.phase = 'answering'
    return (textsOf) =>
      this.say('writing', () => {
        const now = new Map<number, LiveTask[]>()
        for (const [i, { episode, index }] of tasks.entries()) {
          if (episode >= MOST_EPISODES) break
          const attempts = textsOf(i).map(attempted)
          now.set(episode, [...(now.get(episode) ?? []), { candidate: index, attempts, reward: null }])
        }
        this.tasks = now
      })
  }

  rewarded(kept: readonly KeptGroup[], episodes: readonly RewardedEpisode[]): void {
    this.phase = 'judged'
    this.tasks = new Map(
      episodes.slice(0, MOST_EPISODES).map(({ tasks, rewards, kept: { group, kept: indexes } }) => [
        group.episode,
        tasks.map(({ index, completions, judgements }): LiveTask => ({
          candidate: index,
          attempts: completions.map(({ text }, k) => ({
            text,
            answer: judgements[k]?.answer ?? null,
            verdict: judgements[k]?.verdict ?? null,
          })),
          reward: rewards.candidates[indexes.indexOf(index)] ?? null,
        })),
      ]),
    )
    if (kept.length > 0) this.say('done')
  }

  /** `look` reads what is written, which costs time: only where somebody is told. */
  private say(step: 'writing' | 'done', look?: () => void): void {
    this.tell?.(() => {
      look?.()
      return this.play()
    }, step)
  }

  private play(): LivePlay {
    const { round, phase } = this
    const episodes = this.groups.map(({ episode, passage, candidates }): LiveEpisode => ({
      passage: passage.text.slice(0, MOST_PASSAGE),
      tries: [
        ...candidates.map(({ completion, task, valid, gates }): LiveTry => ({
          text: completion.text,
          question: task?.question ?? null,
          gold: task?.gold ?? null,
          state: valid ? 'valid' : 'stopped',
          gate: firstFailure(gates),
        })),
        ...(this.tries.get(episode) ?? []),
      ],
      tasks: this.tasks.get(episode) ?? [],
    }))
    return { round, phase, episodes }
  }
}

// What a run does with its model between two records: an example of the warm start, a round of self-play or
// of examples, the probe. Joins rules, model and corpus; it stores and emits nothing.

import { at } from '../../base/at'
import type { Random } from '../../base/random'
import type { Activity } from '../../protocol/door'
import type { DocumentMeasures, ProbeRecord } from '../../protocol/records'
import { withValue } from '../../config/config'
import { learningRateAt } from '../../config/learningRate'
import type { RunLink } from '../../config/link'
import type { RunConfig } from '../../config/schema'
import type { TrainingSequence } from '../../model/packing'
import { selfPlayRound, type RoundResult } from '../../spice/algorithm'
import { emptyTally } from '../../spice/round/metrics'
import type { TellPlay } from '../../protocol/livePlay'
import type { Player, PromptPart } from '../../spice/seats'
import type { Lexicon } from '../../spice/cloze/wordCounts'
import { storyAnalyser } from '../../spice/stories/analyse'
import { Tokenizer } from '../../text/tokenizer'
import { drawExample } from '../../training/examples'
import { clozeExample } from '../../training/clozeExamples'
import { writtenExample } from '../../training/writtenExamples'
import { programExample } from '../../training/programExamples'
import { PolicyLearner, type GradientTrainer } from '../../training/learner'
import { practise } from '../../training/practice'
import { plainReading } from '../../training/plainReading'
import { askProbe, type ProbeQuestion } from '../../training/probe'
import type { EnginePorts } from '../enginePorts'
import type { Position } from '../checkpoints/snapshot'
import type { PassageSource } from '../passages/passageSource'
import { corpusLexicon } from '../passages/corpusLexicon'
import { holdsOut, openPassages, type PassageReader } from '../passages/runPassages'
import { DocumentProbe } from './documentProbe'

export interface Seats extends PassageReader {
  readonly player: Player
  readonly trainer: GradientTrainer
}

export interface RoundControl {
  readonly signal: AbortSignal
  readonly onPhase: (phase: Activity, done: number, total: number) => void
  readonly onPlay?: TellPlay
  /** Called before the weights change. */
  readonly beforeUpdate?: () => Promise<void>
}

export class SelfPlay {
  /** With the context of the model at hand, which a run that starts from other weights did not choose. */
  private readonly exampleConfig: RunConfig

  private challenger: Player

  private constructor(
    private readonly linked: RunLink,
    private readonly seats: Seats,
    readonly passages: PassageSource,
    private readonly questions: readonly ProbeQuestion[],
    /** Of a world of cloze. */
    private readonly lexicon: Lexicon | null,
    private readonly documents: DocumentProbe | null,
  ) {
    this.challenger = seats.player
    this.exampleConfig = withValue(linked.config, 'model.context', seats.context)
  }

  static async open(
    ports: Pick<EnginePorts, 'corpora' | 'asset'>,
    corpora: readonly string[],
    linked: RunLink,
    seats: Seats,
    questions: readonly ProbeQuestion[],
  ): Promise<SelfPlay> {
    const { config } = linked
    const passages = await openPassages(ports.corpora, corpora, config, seats)
    const lexicon = config.game.world === 'cloze' ? await corpusLexicon(ports.corpora, corpora) : null
    const documents =
      lexicon !== null && holdsOut(config)
        ? await DocumentProbe.open(ports, corpora, config, seats, { passages, lexicon })
        : null
    return new SelfPlay(linked, seats, passages, questions, lexicon, documents)
  }

  /** Whether the last round is measured whenever it comes. */
  get measuresDocuments(): boolean {
    return this.documents !== null
  }

  /** One example of the warm start, of which the share `progress` is done. */
  async example(random: Random, progress: number): Promise<TrainingSequence> {
    const encoder = this.seats.tokenizer
    if (!(encoder instanceof Tokenizer)) return this.plainExample(random)
    if (this.linked.config.game.world === 'programs')
      return programExample({ encoder, config: this.exampleConfig }, random)
    const { text } = await this.passages.draw(random)
    const { lexicon } = this
    if (lexicon !== null) return clozeExample(text, { encoder, config: this.exampleConfig, lexicon }, random)
    return drawExample(text, { encoder, config: this.exampleConfig, progress }, random).sequence
  }

  /** The same for a model of others, whose own mark of the end stands for the lab's. */
  private async plainExample(random: Random): Promise<TrainingSequence> {
    const { tokenizer } = this.seats
    const { text } = await this.passages.draw(random)
    const encoder = {
      encodeParts: (parts: readonly PromptPart[]) => tokenizer.encodeParts(parts),
      encode: (written: string) => tokenizer.encode(written),
      mark: () => at(tokenizer.ends, 0),
    }
    const { lexicon, exampleConfig: config } = this
    return lexicon === null
      ? writtenExample(text, { encoder, config }, random)
      : clozeExample(text, { encoder, config, lexicon }, random)
  }

  /** A passage to be read, as any tokenizer writes it. */
  private async plainText(random: Random): Promise<TrainingSequence> {
    const { tokenizer, context } = this.seats
    const { text } = await this.passages.draw(random)
    const prompt = tokenizer.encodeParts([{ mark: 'begin' }, { mark: 'passage' }])
    const written = [...tokenizer.encode(text), ...tokenizer.ends.slice(0, 1)]
    const { tokens, from } = plainReading(prompt, written, context)
    return { tokens: Uint32Array.from(tokens), from, weight: 1, advantage: 1 }
  }

  /** Gives the Challenger's seat to another than the model that learns. */
  seatChallenger(player: Player): void {
    this.challenger = player
  }

  /** A round of examples in place of play. */
  private async practise(
    round: number,
    { questions }: Pick<Position, 'questions'>,
    { signal, onPhase, beforeUpdate }: RoundControl,
  ): Promise<RoundResult> {
    await beforeUpdate?.()
    onPhase('updating', 0, 1)
    const { config, seed } = this.linked
    const draw = (random: Random, progress: number): Promise<TrainingSequence> =>
      config.update.source === 'reading' ? this.plainText(random) : this.example(random, progress)
    const update = await practise(this.seats.trainer, draw, {
      config,
      seed,
      round,
      learningRate: learningRateAt(this.linked.config, round),
      signal,
    })
    return { episodes: [], tally: emptyTally(round, config.game.groupSize), update, questions }
  }

  /** Plays round `round` and learns from it once; after an abort nothing of it remains. */
  async round(
    round: number,
    before: Pick<Position, 'questions' | 'passRates'>,
    control: RoundControl,
  ): Promise<RoundResult> {
    const { config, seed } = this.linked
    if (config.update.source === 'examples' || config.update.source === 'reading')
      return this.practise(round, before, control)
    const { signal, onPhase, onPlay, beforeUpdate } = control
    const { player, trainer } = this.seats
    return selfPlayRound({
      ...{ config, seed, round, signal },
      questions: before.questions,
      ...(before.passRates === undefined ? {} : { passRates: before.passRates }),
      passages: this.passages,
      challenger: this.challenger,
      reasoner: player,
      learner: new PolicyLearner(trainer, { config, seed, round }),
      analyser: storyAnalyser,
      ...(this.lexicon === null ? {} : { lexicon: this.lexicon }),
      onProgress: onPhase,
      ...(onPlay === undefined ? {} : { onPlay }),
      ...(beforeUpdate === undefined ? {} : { beforeUpdate }),
    })
  }

  /** Null where the run has no probe; `measures` where it has documents to be measured by. */
  async probe(
    round: number,
    signal: AbortSignal,
  ): Promise<{ readonly record: ProbeRecord; readonly measures: DocumentMeasures | null } | null> {
    const { config, seed } = this.linked
    const { player } = this.seats
    const fixed =
      this.questions.length === 0
        ? null
        : await askProbe(player, this.questions, {
            ...{ round, seed, signal },
            prompts: config.game.prompts,
            maxNewTokens: config.game.reasonerTokens,
          })
    const measured = (await this.documents?.ask(player, seed, signal)) ?? null
    if (measured === null) return fixed === null ? null : { record: fixed, measures: null }
    const { answers, measures } = measured
    const accuracy = fixed?.accuracy ?? measures.transfer ?? measures.recall ?? measures.general
    if (accuracy === null) return null
    return { record: { round, accuracy, answers: [...(fixed?.answers ?? []), ...answers] }, measures }
  }
}

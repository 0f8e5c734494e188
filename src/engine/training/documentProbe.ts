// What a run on a person's documents is measured by, without a game: gaps of what it reads that it never
// practises (recall), of documents that it never reads (transfer), and of the prose that comes with the lab
// (general), with the perplexity on that prose. Each by the options' own probability: nothing is drawn.

import { at } from '../../base/at'
import { gunzip } from '../../base/gunzip'
import { hashText } from '../../base/random'
import { isJson } from '../../base/jsonObject'
import { mean } from '../../base/statistics'
import type { RunConfig } from '../../config/schema'
import {
  measureNames,
  type DocumentMeasures,
  type MeasureName,
  type Passage,
  type ProbeAnswer,
} from '../../protocol/records'
import { lexiconOf, type Lexicon } from '../../spice/cloze/wordCounts'
import { likeliest, optionOdds } from '../../spice/cloze/optionOdds'
import { chanceLevel } from '../../spice/rewards'
import type { Player, PromptPart, ScoredTokens } from '../../spice/seats'
import { goldText } from '../../spice/task'
import { gapQuestions, type GapQuestion } from '../../training/documentQuestions'
import { plainReading } from '../../training/plainReading'
import type { EnginePorts } from '../enginePorts'
import { EngineError, unwrap } from '../errors'
import type { PassageSource } from '../passages/passageSource'
import { cutterFor, openPassages, type PassageReader } from '../passages/runPassages'

/** Shares of `probe.questions`: 120, 120 and 60 of 300. */
const shares = { recall: 0.4, transfer: 0.4, general: 0.2 } as const satisfies Record<MeasureName, number>

/** Passages for each question, since not every one has a gap. */
const PASSAGES = 2
const POOL_SEED = hashText('measured passages')

/** The prose that everything general is asked of: articles, and those whose perplexity is told. */
const PROSE = 'corpora/prose/corpus.jsonl.gz'
const ARTICLES = 80
const ARTICLE_CHARACTERS = 1200
const PERPLEXITY_ARTICLES = 10
const PERPLEXITY_TOKENS = 128

export interface MeasuredDocuments {
  readonly measures: DocumentMeasures
  readonly answers: readonly ProbeAnswer[]
}

/** With the name of its document, and its place in the document of that id. */
type MeasuredGap = Omit<GapQuestion, 'place'> & { readonly place: ProbeAnswer['place'] | null }
type Questions = Readonly<Record<MeasureName, readonly MeasuredGap[]>>

export class DocumentProbe {
  private constructor(
    readonly questions: Questions,
    private readonly prose: readonly string[],
    private readonly context: number,
  ) {}

  /** `passages` and `lexicon`: of what the run reads. */
  static async open(
    ports: Pick<EnginePorts, 'corpora' | 'asset'>,
    corpora: readonly string[],
    config: RunConfig,
    reader: PassageReader,
    { passages, lexicon }: { readonly passages: PassageSource; readonly lexicon: Lexicon },
  ): Promise<DocumentProbe> {
    const count = (name: MeasureName): number =>
      Math.max(1, Math.round(shares[name] * config.probe.questions))
    const held = await openPassages(ports.corpora, corpora, config, reader, 'held')
    const prose = await proseOf(ports)
    const cut = cutterFor(config, reader)
    const articles = prose.flatMap((text, i): Pick<Passage, 'document' | 'text'>[] =>
      cut(text)
        .slice(0, 1)
        .map((passage) => ({ document: `prose#${i + 1}`, text: passage.text })),
    )
    const named = (source: PassageSource, questions: readonly GapQuestion[]): MeasuredGap[] =>
      questions.map(({ document, task, place }) => ({
        ...{ document: source.nameOf(document), task },
        place: place === null ? null : { document, ...place },
      }))
    const questions: Questions = {
      recall: named(
        passages,
        gapQuestions(await pooled(passages, PASSAGES * count('recall')), {
          ...{ lexicon, use: 'reserved' },
          count: count('recall'),
        }),
      ),
      transfer: named(
        held,
        gapQuestions(await pooled(held, PASSAGES * count('transfer')), {
          ...{ lexicon, use: 'any' },
          count: count('transfer'),
        }),
      ),
      general: gapQuestions(articles, {
        ...{ lexicon: lexiconOf(prose), use: 'any' },
        count: count('general'),
      }).map((question) => ({ ...question, place: null })),
    }
    return new DocumentProbe(questions, prose.slice(0, PERPLEXITY_ARTICLES), reader.context)
  }

  /** Null where the player cannot be held to options. */
  async ask(player: Player, seed: number, signal: AbortSignal): Promise<MeasuredDocuments | null> {
    const { spelling } = player
    if (spelling === undefined) return null
    const asked = measureNames.flatMap((name) =>
      this.questions[name].map((question) => ({ name, ...question })),
    )
    const odds = await optionOdds(
      player,
      spelling,
      asked.map(({ task }) => task),
      { seed, signal },
    )
    const answers = asked.map(({ name, document, task, place }, i): ProbeAnswer => {
      const own = at(odds, i)
      const [gold, answer] = [goldText(task), at(task.options, likeliest(own))]
      const probability = Math.round(at(own, task.options.indexOf(gold)) * 1e4) / 1e4
      const { question } = task
      return {
        ...{ question, gold, answer, right: answer === gold, measure: name, document, probability },
        ...(place == null ? {} : { place }),
      }
    })
    const rate = (name: MeasureName): number | null => {
      const of = answers.filter(({ measure }) => measure === name)
      return of.length === 0 ? null : of.filter(({ right }) => right).length / of.length
    }
    const chance = (name: MeasureName): number | null => {
      const of = this.questions[name].map(({ task }) => chanceLevel(task))
      return of.length === 0 ? null : mean(of)
    }
    return {
      answers,
      measures: {
        recall: rate('recall'),
        transfer: rate('transfer'),
        general: rate('general'),
        chances: { recall: chance('recall'), transfer: chance('transfer'), general: chance('general') },
        perplexity: await this.perplexity(player),
      },
    }
  }

  /** Of a token of the prose; null where the player has no such numbers. */
  private async perplexity(player: Player): Promise<number | null> {
    const { spelling } = player
    if (player.score === undefined || spelling === undefined) return null
    const parts: PromptPart[] = [{ mark: 'begin' }, { mark: 'passage' }]
    const prompt = player.encode(parts)
    const sequences = this.prose.map((text): ScoredTokens => {
      const read = spelling.encode(text).slice(0, PERPLEXITY_TOKENS)
      return plainReading(prompt, read, this.context)
    })
    const scores = await player.score(sequences)
    const tokens = sequences.reduce((sum, { tokens: own, from }) => sum + own.length - from, 0)
    const value = Math.exp(-scores.reduce((sum, score) => sum + score, 0) / Math.max(1, tokens))
    return Number.isFinite(value) ? value : null
  }
}

/** What there is, none where every document is too short. */
async function pooled(source: PassageSource, count: number): Promise<readonly Passage[]> {
  try {
    return await source.pool(count, POOL_SEED)
  } catch (thrown) {
    if (thrown instanceof EngineError && thrown.failure.code === 'no-passages') return []
    throw thrown
  }
}

/** The first articles of the prose that comes with the lab. */
async function proseOf({ asset }: Pick<EnginePorts, 'asset'>): Promise<string[]> {
  const packed = unwrap(await asset(PROSE))
  const text = await new Response(await gunzip(new Blob([packed]).stream())).text()
  return text
    .split('\n', ARTICLES)
    .filter((line) => line !== '')
    .flatMap((line) => {
      const article: unknown = JSON.parse(line)
      return isJson(article) && typeof article.text === 'string'
        ? [article.text.slice(0, ARTICLE_CHARACTERS)]
        : []
    })
}

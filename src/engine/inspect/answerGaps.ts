// Gap questions about documents and what answers them: a checkpoint, and what counting a text can do, the
// commonest option and a trigram model of the same tokens. It must not know files or terminals.

import type { RunConfig } from '../../config/schema'
import type { Gpu } from '../../gpu'
import type { CorpusStore } from '../../protocol/ports'
import { fillingText } from '../../spice/cloze/answering'
import { optionOdds } from '../../spice/cloze/optionOdds'
import type { GapAnswers } from '../../study/gapCheck'
import { occurrences, trigramPlayer } from '../../study/trigram'
import { gapQuestions, type GapQuestion } from '../../training/documentQuestions'
import type { Snapshot } from '../checkpoints/snapshot'
import { corpusLexicon } from '../passages/corpusLexicon'
import { openPassages } from '../passages/runPassages'
import { SeatPool } from './checkpointPlayers'

export interface GapRequest {
  readonly name: string
  readonly snapshot: Snapshot
  readonly store: CorpusStore
  readonly corpora: readonly string[]
  readonly config: RunConfig
  readonly questions: number
  readonly seed: number
  /** The tokens that words are counted in; null leaves counting out. Begun anew at each call. */
  readonly sequences: (() => Iterable<ArrayLike<number>>) | null
}

export interface AnsweredGaps {
  readonly questions: readonly GapQuestion[]
  /** The checkpoint first. */
  readonly answers: GapAnswers
}

/** Null where the checkpoint's tokenizer cannot be held to options. */
export async function answerGaps(gpu: Gpu, request: GapRequest): Promise<AnsweredGaps | null> {
  const { name, snapshot, store, corpora, config, seed, sequences } = request
  const { tokenizer, architecture } = snapshot
  const reader = { tokenizer, context: architecture.context }
  const source = await openPassages(store, corpora, config, reader)
  const passages = await source.pool(2 * request.questions, seed)
  const lexicon = await corpusLexicon(store, corpora)
  const questions = gapQuestions(passages, { lexicon, use: 'any', count: request.questions })
  const tasks = questions.map(({ task }) => task)
  const pool = new SeatPool(gpu, config)
  try {
    const player = await pool.player(name, snapshot, null)
    const { spelling } = player
    if (spelling === undefined) return null
    const own = { [name]: await optionOdds(player, spelling, tasks, { seed }) }
    if (sequences === null) return { questions, answers: own }
    const encode = (parts: Parameters<typeof player.encode>[0]): readonly number[] => player.encode(parts)
    const trigram = trigramPlayer(sequences, architecture.vocabulary, encode)
    return {
      questions,
      answers: {
        ...own,
        'commonest option': commonest(
          questions,
          (text) => spelling.encode(text),
          (runs) => occurrences(sequences(), runs),
        ),
        trigram: await optionOdds(trigram, spelling, tasks, { seed }),
      },
    }
  } finally {
    await pool.close()
  }
}

/** Shares of how often each option stands in the text, in the spelling of the gap. */
function commonest(
  questions: readonly GapQuestion[],
  encode: (text: string) => readonly number[],
  count: (runs: readonly (readonly number[])[]) => number[],
): number[][] {
  const runs = questions.flatMap(({ task: { options, cloze } }) =>
    options.map((option) => encode(cloze === undefined ? option : fillingText(cloze, option))),
  )
  const counts = count(runs)
  return questions.map(({ task: { options } }) => {
    const own = counts.splice(0, options.length)
    const sum = own.reduce((total, each) => total + each, 0)
    return own.map((each) => (sum > 0 ? each / sum : 1 / own.length))
  })
}

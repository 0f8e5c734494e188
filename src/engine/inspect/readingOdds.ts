// How likely a checkpoint's Reasoner is to give each reading of ambiguous questions: the exact probability of
// the attempt at temperature 1, so that nothing is left to draws. Trains nothing.

import { at } from '../../base/at'
import type { Gpu } from '../../gpu'
import { Model } from '../../model/model'
import { Scorer } from '../../model/scorer'
import { Tokenizer } from '../../text/tokenizer'
import { problem } from '../../problems'
import { reasonerCompletion, reasonerPrompt } from '../../spice/prompts/compact'
import { attemptsOf } from '../../spice/stories/ambiguous/tasks'
import type { BenchmarkQuestion } from '../../study/benchmark'
import type { ReadingOdds } from '../../study/startCheck'
import { wholeWeights, type Snapshot } from '../checkpoints/snapshot'
import { EngineError, unwrap } from '../errors'

/** Rows that are scored at once. */
const ROWS = 2048

/** One result a question about an ambiguous event, in order; other questions are left out. */
export async function readingOdds(
  gpu: Gpu,
  snapshot: Snapshot,
  questions: readonly BenchmarkQuestion[],
): Promise<ReadingOdds[]> {
  const { architecture, tokenizer } = snapshot
  if (!(tokenizer instanceof Tokenizer)) throw new EngineError(problem('model-warm-start'))
  const asked = questions.flatMap((question) => {
    const attempts = attemptsOf(question.question)
    return attempts === null ? [] : [{ question, attempts }]
  })
  const sequences = asked.flatMap(({ question, attempts: { kind, both } }) =>
    both.map(({ work, answer }) => {
      const prompt = tokenizer.encodeParts(reasonerPrompt(question))
      const completion = tokenizer.encode(reasonerCompletion(work, answer))
      return {
        kind: kind.name,
        from: prompt.length,
        tokens: Uint32Array.from([...prompt, ...completion, tokenizer.mark('end')]),
      }
    }),
  )
  const model = await Model.create(gpu, architecture)
  try {
    model.load(unwrap(wholeWeights(snapshot)))
    const scorer = await Scorer.create(model, { rows: ROWS, lossRows: ROWS })
    try {
      const scores = await scorer.score(sequences.map(({ tokens }) => tokens))
      const probabilities = sequences.map(({ from }, i) =>
        Math.exp(
          at(scores, i)
            .subarray(from - 1)
            .reduce((sum, each) => sum + each, 0),
        ),
      )
      return asked.map(({ attempts }, i) => ({
        kind: attempts.kind.name,
        right: at(probabilities, 2 * i),
        other: at(probabilities, 2 * i + 1),
      }))
    } finally {
      scorer.destroy()
    }
  } finally {
    model.destroy()
  }
}

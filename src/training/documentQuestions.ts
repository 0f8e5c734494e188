// Fixed gap questions about documents: of passages that a run reads the gaps that it never practises, of
// others any. The same passages give the same questions, whatever the run's seed.

import { at } from '../base/at'
import { hashText, Random } from '../base/random'
import { mcq } from '../spice/answers/mcq'
import {
  numberedSpans,
  parsePointing,
  pointingText,
  type GapUse,
  type NumberedSpans,
} from '../spice/cloze/numberedSpans'
import type { Lexicon } from '../spice/cloze/wordCounts'
import type { Passage, Task } from '../protocol/records'
import type { Span } from '../spice/text/reading'

/** Wrong options of a question. */
const WRONG = 3

export interface GapQuestion {
  /** Of its passage. */
  readonly document: string
  readonly task: Task
  /** Where the gap stands in the document, where the passage's place is known; UTF-16 code units. */
  readonly place: Span | null
}

type AskedPassage = Pick<Passage, 'document' | 'text'> & Partial<Pick<Passage, 'start'>>

interface Askable {
  readonly document: string
  /** Of its passage in the document. */
  readonly start: number | null
  readonly spans: NumberedSpans
  readonly random: Random
  /** Gaps that are left, as indices. */
  readonly left: number[]
}

/** Up to `count`, one of each passage before a second of any. */
export function gapQuestions(
  passages: readonly AskedPassage[],
  { lexicon, use, count }: { readonly lexicon: Lexicon; readonly use: GapUse; readonly count: number },
): GapQuestion[] {
  const askable = passages.flatMap(({ document, text, start = null }): Askable[] => {
    const random = Random.from(hashText(`gaps of ${text}`))
    const spans = numberedSpans(text, mcq.name, lexicon, random, use)
    return spans === null
      ? []
      : [{ document, start, spans, random, left: random.shuffled(spans.gaps.map((_, index) => index)) }]
  })
  const questions: GapQuestion[] = []
  for (let open = askable; open.length > 0; open = open.filter(({ left }) => left.length > 0))
    for (const { document, start, spans, random, left } of open) {
      const index = left.pop()
      if (index === undefined || questions.length >= count) return questions
      const wrong = random.sample(at(spans.gaps, index).wrong, WRONG).sort((a, b) => a - b)
      const task = parsePointing({ text: pointingText(index, wrong), stopped: true }, spans)
      if (!task.ok) continue
      const { source } = task.value
      const place =
        start === null || source === null ? null : { start: start + source.start, end: start + source.end }
      questions.push({ document, task: task.value, place })
    }
  return questions
}

// Not asked before: a window over the last accepted questions, compared by words (and signs of arithmetic), whatever the
// case and punctuation; below similarity 1 also by the share of word triples that two questions have in common.

import type { GateResult, Task } from '../../protocol/records'
import { hashText } from '../../base/random'
import { fold } from '../text/words'
import { outcome } from './outcome'

/** What of a question counts: letters, digits and the signs of arithmetic, folded, with single spaces. */
export const questionKey = (question: string): string =>
  fold(question)
    .replace(/[^\p{L}\p{M}\p{N}\p{Sm}*/^-]+/gu, ' ')
    .trim()

function triples(key: string): ReadonlySet<number> {
  const parts = key.includes(' ') ? key.split(' ') : [...key]
  return new Set(parts.slice(2).map((_, i) => hashText(parts.slice(i, i + 3).join(' '))))
}

/** Size of the intersection over size of the union. */
function share(a: ReadonlySet<number>, b: ReadonlySet<number>): number {
  if (a.size === 0 || b.size === 0) return 0
  const [small, large] = a.size < b.size ? [a, b] : [b, a]
  let common = 0
  for (const each of small) if (large.has(each)) common += 1
  return common / (a.size + b.size - common)
}

/** The last `size` accepted questions. `keys` is all of its state: plain text, oldest first, to be saved with a checkpoint. */
export class QuestionWindow {
  private readonly counts = new Map<string, number>()
  private readonly list: string[] = []
  private readonly tripleSets: ReadonlySet<number>[] = []

  constructor(
    private readonly size: number,
    private readonly similarity: number,
    keys: readonly string[] = [],
  ) {
    for (const key of keys) this.addKey(key)
  }

  get keys(): readonly string[] {
    return this.list.slice()
  }

  private addKey(key: string): void {
    this.list.push(key)
    this.counts.set(key, (this.counts.get(key) ?? 0) + 1)
    if (this.similarity < 1) this.tripleSets.push(triples(key))
    if (this.list.length <= this.size) return
    const oldest = this.list.shift() ?? ''
    this.tripleSets.shift()
    const left = (this.counts.get(oldest) ?? 1) - 1
    if (left > 0) this.counts.set(oldest, left)
    else this.counts.delete(oldest)
  }

  add(question: string): void {
    this.addKey(questionKey(question))
  }

  has(question: string): boolean {
    const key = questionKey(question)
    if (this.counts.has(key)) return true
    if (this.similarity >= 1) return false
    const own = triples(key)
    return this.tripleSets.some((each) => share(own, each) > this.similarity)
  }
}

export const duplicate = (task: Task, window: QuestionWindow): GateResult =>
  outcome('duplicate', window.has(task.question) ? 'The same question, or one too similar, was asked before.' : null)

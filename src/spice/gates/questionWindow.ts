// The questions that were asked before, compared by words (and signs of arithmetic), whatever the case and
// punctuation; below similarity 1 also by the share of word triples that two questions have in common.

import type { Task } from '../../protocol/records'
import { hashText } from '../../base/random'
import { referenceKey } from '../programs/programTasks'
import { fold } from '../text/splitWords'

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

type AskedTask = Pick<Task, 'question' | 'program' | 'cloze' | 'options'>

/** What of a task tells it from others. */
export const keyOf = ({ question, program, cloze, options }: AskedTask): string => {
  if (program !== undefined) return referenceKey(program)
  // With other wrong options a gap is another question.
  const beside = cloze === undefined ? [] : [...options].sort()
  return questionKey([question, ...beside].join(' '))
}

/**
 * The questions accepted so far, and those of the round being played. Its state is plain text, to be saved
 * with a checkpoint.
 */
export class QuestionWindow {
  private readonly keys: string[] = []
  private readonly known = new Set<string>()
  private readonly tripleSets: ReadonlySet<number>[] = []

  /** `keys` is what `last` gave, oldest first. */
  constructor(
    private readonly similarity: number,
    keys: readonly string[] = [],
  ) {
    for (const key of keys) this.addKey(key)
  }

  private addKey(key: string): void {
    this.keys.push(key)
    this.known.add(key)
    if (this.similarity < 1) this.tripleSets.push(triples(key))
  }

  add(question: string): void {
    this.addKey(questionKey(question))
  }

  /** A task about a program is kept by its triple, word for word: it is a reference for later ones. */
  addTask(task: AskedTask): void {
    this.addKey(keyOf(task))
  }

  hasTask(task: AskedTask): boolean {
    return task.program === undefined ? this.has(task.question) : this.known.has(keyOf(task))
  }

  has(question: string): boolean {
    const key = questionKey(question)
    if (this.known.has(key)) return true
    if (this.similarity >= 1) return false
    const own = triples(key)
    return this.tripleSets.some((each) => share(own, each) > this.similarity)
  }

  /** Keys of the last `size` questions, oldest first. */
  last(size: number): readonly string[] {
    return size === 0 ? [] : this.keys.slice(-size)
  }
}

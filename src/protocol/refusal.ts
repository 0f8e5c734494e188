// Why a task is refused, as data: a code and what it is about. Records keep it, each language has a sentence
// for every code. Knows no words.

type Nothing = Readonly<Record<never, never>>

/** What a reason is about, by its code. */
export interface ReasonValues {
  // The text of the Challenger's completion.
  'task.unfinished': Nothing
  'task.noType': { readonly types: readonly string[] }
  'task.typeNotInPlay': { readonly type: string }
  'task.noAnswer': Nothing
  'task.emptyAnswer': Nothing
  'task.noQuestion': Nothing
  'task.strayOptions': { readonly type: string }
  'json.none': Nothing
  'json.noQuestion': Nothing
  'brief.form': Nothing
  /** Words in a row of the prompt's own. */
  'task.copied': { readonly words: string }
  'json.tooSimple': Nothing
  'json.noType': { readonly types: readonly string[] }
  /** `named` is the field's value as JSON. */
  'json.otherType': { readonly named: string; readonly wanted: string }
  'json.noAnswer': Nothing
  'json.emptyAnswer': Nothing

  // Its gold, by answer type.
  'options.order': Nothing
  'options.count': Nothing
  'options.empty': Nothing
  'options.same': Nothing
  'gold.notInteger': { readonly gold: string }
  'gold.notExpression': { readonly why: Reason }
  'gold.noWord': Nothing
  'gold.tooManyWords': { readonly words: number; readonly most: number }
  'gold.notLetter': { readonly gold: string }
  'algebra.characters': { readonly most: number }
  'algebra.empty': Nothing
  'algebra.nested': Nothing
  'algebra.large': Nothing
  'algebra.digits': { readonly most: number }
  'algebra.letter': { readonly letter: string }
  'algebra.divides': Nothing
  'algebra.syntax': Nothing
  'algebra.operand': Nothing
  'algebra.variable': { readonly name: string }
  'algebra.function': { readonly name: string }

  // A gap that was pointed at, by numbers.
  'cloze.noSpan': Nothing
  'cloze.form': { readonly wanted: number }
  'cloze.span': { readonly number: number }
  'cloze.option': { readonly number: number }

  // A program that was proposed, and its run.
  'program.noInput': Nothing
  'program.inputs': { readonly wanted: number }
  'program.fails': { readonly input: number; readonly why: Reason }
  'program.unsteady': Nothing
  'program.empty': Nothing
  'program.words': { readonly words: number; readonly most: number }
  /** `before` null is the end of the program. */
  'program.noOpening': { readonly before: string | null }
  'program.noClosing': Nothing
  'program.strayClosing': Nothing
  'program.nested': { readonly most: number }
  'program.repeat': Nothing
  'program.word': { readonly word: string }
  'run.divides': Nothing
  'run.emptyStack': Nothing
  'run.stack': { readonly most: number }
  'run.size': { readonly most: number }
  'run.steps': { readonly most: number }

  // The gates.
  'gold.notInPassage': { readonly gold: string }
  'question.holdsGold': { readonly gold: string }
  'question.number': { readonly number: string }
  'question.name': { readonly name: string }
  'question.repeated': Nothing
  'openBook.noAnswer': Nothing
  /** Without the passage the model answers right. */
  'openBook.notNeeded': Nothing
  'gap.otherFits': { readonly option: string }
  'openBook.otherAnswer': { readonly answer: string }
  'solver.unreadable': Nothing
  'solver.otherAnswer': { readonly answer: string }
  'story.type': { readonly carries: string; readonly type: string }
  'story.short': Nothing
  'story.start': Nothing
  'story.premises': Nothing
  'story.asked': Nothing
  'story.worked': Nothing
  'story.gold': Nothing
}
export type ReasonCode = keyof ReasonValues

/** Distributes over the codes, so that a code decides what its values are. */
export type Reason<C extends ReasonCode = ReasonCode> = {
  [K in C]: { readonly code: K; readonly values: ReasonValues[K] }
}[C]

/** A sentence for every code; what stands in another reason's place is given to `tell`. */
export type ReasonWords = {
  readonly [C in ReasonCode]: (values: ReasonValues[C], tell: (why: Reason) => string) => string
}

export function tellReason<C extends ReasonCode>(words: ReasonWords, reason: Reason<C>): string {
  return words[reason.code](reason.values, (why) => tellReason(words, why))
}

export const reason = <C extends ReasonCode>(code: C, values: ReasonValues[C]): Reason<C> => ({
  code,
  values,
})

/** A failed `Result` with its reason. */
export const refuse = <C extends ReasonCode>(
  code: C,
  values: ReasonValues[C],
): { readonly ok: false; readonly error: Reason<C> } => ({ ok: false, error: reason(code, values) })

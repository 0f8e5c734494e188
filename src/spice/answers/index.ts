// Every answer type by its name.

import { expression } from './expression'
import { integer } from './integer'
import type { AnswerKind } from './answerKind'
import { mcq } from './mcq'
import { answerTypes, type AnswerType } from './names'
import { string } from './string'

export const answers: Readonly<Record<AnswerType, AnswerKind>> = { integer, expression, string, mcq }

/** Types whose answer can be a word that was left out of a sentence, in the order of the list. */
export const gapTypes: readonly AnswerType[] = answerTypes.filter((type) => answers[type].gap !== undefined)

export type { AnswerKind, GoldQuestion } from './answerKind'

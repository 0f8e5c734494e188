// The list of answer types, by which a configuration, a record and a link name them. `index.ts` has an object
// for each; the configuration takes the names from here and loads none of the rules.

export const answerTypes = ['integer', 'expression', 'string', 'mcq'] as const
export type AnswerType = (typeof answerTypes)[number]

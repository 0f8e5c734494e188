// The English sentence of every reason, as records have it beside the code for readers of files. The page's
// own words are in ui/strings.

import { tellReason, type Reason, type ReasonWords } from '../protocol/refusal'

const fourOptions = 'A multiple choice has exactly four options'

export const english: ReasonWords = {
  'task.unfinished': () => 'The task did not end within its tokens.',
  'task.noType': ({ types }) => `The task does not begin with an answer type (${types.join(', ')}).`,
  'task.typeNotInPlay': ({ type }) => `The answer type ${type} is not in play.`,
  'task.noAnswer': () => 'There is no "Answer:".',
  'task.emptyAnswer': () => 'Nothing follows "Answer:".',
  'task.noQuestion': () => 'There is no question.',
  'task.strayOptions': ({ type }) => `There are options, but the answer type is ${type}.`,
  'json.none': () => 'The task is not a JSON object.',
  'brief.form': () => 'There is no answer followed by a question that ends with a question mark.',
  'task.copied': ({ words }) => `The task copies the prompt: "${words}".`,
  'json.noQuestion': () => 'The task has no question as a single string.',
  'json.tooSimple': () => 'There is no question: the Challenger found the passage too simple.',
  'json.noType': ({ types }) => `The task names no answer type in play (${types.join(', ')}).`,
  'json.otherType': ({ named, wanted }) => `The task calls itself ${named}, but ${wanted} was asked for.`,
  'json.noAnswer': () => 'The task has no answer as a single string or number.',
  'json.emptyAnswer': () => "The task's answer is empty.",

  'options.order': () => `${fourOptions}, A) to D) in order.`,
  'options.count': () => `${fourOptions}.`,
  'options.empty': () => 'An option is empty.',
  'options.same': () => 'Two options are the same.',
  'gold.notInteger': ({ gold }) => `The gold answer "${gold}" is not a whole number.`,
  'gold.notExpression': ({ why }, tell) => `The gold answer is not an expression: ${tell(why)}.`,
  'gold.noWord': () => 'The gold answer has no word in it.',
  'gold.tooManyWords': ({ words, most }) =>
    `The gold answer has ${words} words; at most ${most} are allowed.`,
  'gold.notLetter': ({ gold }) => `The gold answer "${gold}" is not a letter A to D.`,
  'algebra.characters': ({ most }) => `it has more than ${most} characters`,
  'algebra.empty': () => 'it is empty',
  'algebra.nested': () => 'it is nested too deeply',
  'algebra.large': () => 'it is too large',
  'algebra.digits': ({ most }) => `a number has more than ${most} digits`,
  'algebra.letter': ({ letter }) => `"${letter}" does not belong in plain algebra`,
  'algebra.divides': () => 'it divides by zero',
  'algebra.syntax': () => 'it does not parse',
  'algebra.operand': () => 'an operand is missing',
  'algebra.variable': ({ name }) => `"${name}" is not a variable of one letter`,
  'algebra.function': ({ name }) => `the function ${name} is not allowed`,

  'cloze.noSpan': () => 'The passage has no word that can be left out.',
  'cloze.form': ({ wanted }) =>
    wanted === 1 ? 'The completion is not one number.' : `The completion is not ${wanted} numbers.`,
  'cloze.span': ({ number }) => `Number ${number} is not a span of the passage that can be left out.`,
  'cloze.option': ({ number }) => `Number ${number} cannot be a wrong option there.`,

  'program.noInput': () => 'There is no "Input:".',
  'program.inputs': ({ wanted }) =>
    `"Input:" needs ${wanted === 1 ? 'one whole number' : `${wanted} different whole numbers`}.`,
  'program.fails': ({ input, why }, tell) => `The program fails for ${input}: ${tell(why)}`,
  'program.unsteady': () => 'The program gives different outputs for one input.',
  'program.empty': () => 'The program is empty.',
  'program.words': ({ words, most }) => `The program has ${words} words; at most ${most} are allowed.`,
  'program.noOpening': ({ before }) => `"[" is missing before "${before ?? 'the end'}".`,
  'program.noClosing': () => '"]" is missing.',
  'program.strayClosing': () => '"]" has no "[" before it.',
  'program.nested': ({ most }) => `Blocks are nested more than ${most} deep.`,
  'program.repeat': () => '"repeat" needs a number of times.',
  'program.word': ({ word }) => `"${word}" is not a word of the language.`,
  'run.divides': () => 'It divides by 0.',
  'run.emptyStack': () => 'It takes from an empty stack.',
  'run.stack': ({ most }) => `Its stack holds more than ${most} numbers.`,
  'run.size': ({ most }) => `A number is larger than ${most}.`,
  'run.steps': ({ most }) => `It does not end within ${most} steps.`,

  'gold.notInPassage': ({ gold }) => `The passage does not say "${gold}".`,
  'question.holdsGold': ({ gold }) => `The question contains its own answer, "${gold}".`,
  'question.number': ({ number }) => `The number ${number} is not in the passage.`,
  'question.name': ({ name }) => `"${name}" is not in the passage.`,
  'question.repeated': () => 'The same question, or one too similar, was asked before.',
  'gap.otherFits': ({ option }) => `The model finds that "${option}" fits the sentence better.`,
  'openBook.notNeeded': () => 'The model answers correctly without the passage.',
  'openBook.noAnswer': () => 'With the passage in view, the model found no answer.',
  'openBook.otherAnswer': ({ answer }) => `With the passage in view, the model answers "${answer}".`,
  'solver.unreadable': () => 'The solver cannot read this question.',
  'solver.otherAnswer': ({ answer }) => `The solver answers "${answer}".`,
  'story.type': ({ carries, type }) => `A story of this kind carries a task of type ${carries}, not ${type}.`,
  'story.short': () => 'The question needs a starting statement and at least one event before what it asks.',
  'story.start': () => 'The question does not begin with a statement of the passage.',
  'story.premises': () => 'The premises are not a contiguous run of the events of the passage.',
  'story.asked': () => 'What is asked is not what the passage states after the premises.',
  'story.worked': () => 'A worked value is not what the passage states after its premise.',
  'story.gold': () => 'The gold is not what the passage states after the premises.',
}

export const inEnglish = (reason: Reason): string => tellReason(english, reason)

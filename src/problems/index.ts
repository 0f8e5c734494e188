// What other rooms use of this one.

export { isCause, type Cause } from './cause'
export { english } from './english'
export { listLeftOut, type LeftOut, type LeftOutWords } from './english/corpus'
export {
  fail,
  isAlarm,
  problem,
  ProblemError,
  problemIn,
  problemOf,
  wordProblem,
  type Problem,
  type ProblemCode,
  type ProblemOf,
  type ProblemWords,
  type ValuesOf,
  type WordsOf,
} from './problem'

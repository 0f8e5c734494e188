// English: playing a seat.
import type { Verdict } from '../../../protocol/records'

export const play = {
  title: 'Take a seat',
  lead: 'Play against the model: same questions, checks and rewards.',
  seat: 'Seat',
  noQuestion: 'The gates stopped every question about this passage.',
  reasonerSees: 'You see what the Reasoner sees: only the question.',
  yourAnswer: 'Your answer',
  answer: 'Answer',
  next: 'Next question',
  verdict: { right: 'Right.', wrong: 'Wrong.', noAnswer: 'No answer found.' } satisfies Record<
    Verdict,
    string
  >,
  goldWas: (gold: string) => `The gold answer is ${gold}.`,
  model: 'The model',
  modelWaits: 'Its attempts are shown once you have answered.',
  modelGot: (right: string, all: string) => `It got ${right} of ${all} attempts right.`,
  score: (person: string, model: string, answers: string) =>
    `So far: you ${person}, the model ${model} (${answers} answered)`,
  challengerSees: 'You see what the Challenger sees: the passage.',
  yourQuestion: 'Your question',
  questionHint:
    'Copy the sentences you need, in order, then ask your question. The Reasoner sees nothing else.',
  yourGold: 'Your gold answer',
  check: 'Check my question',
  otherPassage: 'Another passage',
  gatesWait: 'The gates check your question once it’s written.',
  valid: 'Valid: it goes to the Reasoner.',
  invalid: (paid: string) => `Invalid: it isn’t asked and costs ${paid}.`,
  pay: 'Reward by number correct',
  payAt: (right: string, paid: string) => `${right} right: ${paid}`,
  payWhy: 'What your question earns, by number of right attempts. What’s your guess?',
  put: (attempts: string) => `Ask the model ${attempts} times`,
  putNeeds: 'A recording can’t answer new questions; a live model can.',
  earned: (right: string, all: string, paid: string) => `${right} of ${all} right: you earn ${paid}.`,
}

// English: playing a seat.
import type { Verdict } from '../../../protocol/records'

export const play = {
  title: 'Play a seat',
  lead: 'Sit beside the model: the same questions, the same gates, the same verifier, the same pay.',
  seat: 'Seat',
  noQuestion: 'The gates stopped every question about this passage.',
  reasonerSees: 'You see what the Reasoner sees: the question alone.',
  yourAnswer: 'Your answer',
  answer: 'Answer',
  next: 'Next question',
  verdict: { right: 'Right.', wrong: 'Wrong.', noAnswer: 'No answer found.' } satisfies Record<
    Verdict,
    string
  >,
  goldWas: (gold: string) => `The gold is ${gold}.`,
  model: 'The model',
  modelWaits: 'Its attempts are shown once you have answered.',
  modelGot: (right: string, all: string) => `It got ${right} of ${all} attempts right.`,
  score: (person: string, model: string, answers: string) =>
    `So far: you ${person}, the model ${model} (${answers} answered)`,
  challengerSees: 'You see what the Challenger sees: the passage.',
  yourQuestion: 'Your question',
  questionHint:
    'Take over the sentences that are needed, in their order, then ask. The Reasoner will see nothing else.',
  yourGold: 'Your gold answer',
  check: 'Put it to the gates',
  otherPassage: 'Another passage',
  gatesWait: 'They check your question once it is written.',
  valid: 'Valid: it goes to the Reasoner.',
  invalid: (paid: string) => `Invalid: it is not asked, and costs ${paid}.`,
  pay: 'Pay by right attempts',
  payAt: (right: string, paid: string) => `${right} right: ${paid}`,
  payWhy: 'What it earns by how many of the attempts are right. Which will it be?',
  put: (attempts: string) => `Put it to the model, ${attempts} times`,
  putNeeds: 'Its answer needs the model itself.',
  earned: (right: string, all: string, paid: string) => `${right} of ${all} right: you earn ${paid}.`,
}

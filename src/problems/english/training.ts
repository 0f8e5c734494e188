// What stops training, and what a file of questions lacks.

export const training = {
  'round-not-finite': ({ round, field, value }: { round: number; field: string; value: string }) =>
    `Round ${round}: ${field} is ${value}. The run stops; lower update.learningRate and resume from the last checkpoint.`,
  'no-valid-questions': ({ rounds, world }: { rounds: number; world: string }) =>
    `No question was valid in ${rounds} rounds, so nothing was learned and the run is paused. ${
      world === 'cloze'
        ? 'Its documents contain too few whole sentences with names, numbers or terms: add more.'
        : 'Use gaps in the sentences (game.world: cloze), or start from weights that can write questions.'
    } Resuming continues with the same settings.`,
  'practice-short': () =>
    'The corpus gives no examples to practice on: its passages are too short. Add longer documents.',
  'warm-start-short': () =>
    'The corpus gives no examples for warm-up training: its passages are too short. Add longer documents.',
  'warm-start-loss': ({ loss, step }: { loss: string; step: number }) =>
    `The loss of warm-up training is ${loss} at step ${step}. Choose a lower warmStart.learningRate.`,
  'probe-json': ({ name, reason }: { name: string; reason: string }) => `${name} is not JSON: ${reason}.`,
  'probe-list': ({ name }: { name: string }) => `${name} is not a list of questions.`,
  /** Questions are counted from 1. */
  'probe-fields': ({ question, name, types }: { question: number; name: string; types: readonly string[] }) =>
    `Question ${question} of ${name} needs "type" (${types.join(', ')}), "question", "gold" and, for mcq, four "options".`,
  'probe-options': ({ question, name, options }: { question: number; name: string; options: number }) =>
    `Question ${question} of ${name} has ${options} options; mcq has four, the others none.`,
}

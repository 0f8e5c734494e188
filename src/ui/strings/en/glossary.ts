// English: terms of the field, the forms in which sentences have them, and what they mean.

interface Entry {
  readonly forms: readonly string[]
  readonly means: string
}

export const glossary = {
  gold: {
    forms: ['gold answer', 'gold answers', 'gold'],
    means: 'The Challenger’s own answer to its question. Attempts are compared with it.',
  },
  gate: {
    forms: ['gate', 'gates'],
    means:
      'A check that a question must pass before it is asked, such as “the answer isn’t in the question”.',
  },
  advantage: {
    forms: ['advantage', 'advantages'],
    means:
      'How much better an answer did than the average of its group. It decides how far the weights move.',
  },
  probe: {
    forms: ['probe', 'probes', 'held-out test'],
    means: 'A fixed set of questions that is asked repeatedly during a run and never trained on.',
  },
  premise: {
    forms: ['premise', 'premises', 'facts per question'],
    means: 'A fact from the passage that is needed to answer the question.',
  },
} satisfies Record<string, Entry>

// The settings under which ambiguous events are played: start, checks and study begin from them.

/** `section.field=value`, each, over the preset `nano`. */
export const ambiguousSettings: readonly string[] = [
  'model.vocabulary=1536',
  'warmStart.directShare=0',
  'warmStart.challengerShare=0.3',
  // Passages as plain text cost most of the tokens and teach neither seat.
  'warmStart.languageShare=0',
  'warmStart.openBookShare=0',
  // Of passages with eight of the twelve kinds, 0.43 % of the questions are then about the upper half.
  'warmStart.kindFactor=0.36',
  'game.answerTypes=string',
  'game.passages=16',
  // A whole passage: cut off, it could not be read.
  'game.passageTokens=224',
  'game.groupSize=8',
  'game.maxCandidates=8',
  'game.challengerTokens=64',
  'game.reasonerTokens=24',
  'gates.copies=shared',
  // Another passage may hold the same event: within a group alone a repeat is a copy.
  'gates.duplicateWindow=0',
  'update.challengerWeight=4',
  'update.learningRate=0.0008',
  // Adam's steps keep their size where the gradient is nearly noise, and then move kinds that nobody asks
  // about: with an epsilon near the gradient's own size they fade with it.
  'update.epsilon=0.0002',
  'update.warmUpRounds=5',
]

export const ambiguousPreset = 'nano'
export const ambiguousCorpus = 'stories-ambiguous'
export const ambiguousBenchmark = 'public/benchmarks/ambiguous.json.gz'

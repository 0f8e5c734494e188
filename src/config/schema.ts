// The one schema of a run: every constant of the game stands here once, with the values of all presets side
// by side.
// Keys, not labels: the page's words for them are in ui/strings.
// `paper` has the paper's value wherever arXiv 2510.24684 states one; 'ours' marks our choice where it is
// silent.

import { adapterTargets, baseStorages } from './adapterSettings'
import { answerTypes, type AnswerType } from '../spice/answers/names'
import { gateNames, parseGate, type GateName } from '../spice/gates/names'
import { promptStyles, publishedStyle, writtenStyle } from '../spice/prompts/names'
import { challengerRewards, type ChallengerRewardName } from '../spice/rewards/names'
import { choice, integer, number, setOf, toggle, type ValueOf } from './field'

export {
  answerTypes,
  challengerRewards,
  type ChallengerRewardName,
  gateNames,
  parseGate,
  publishedStyle,
  writtenStyle,
  type AnswerType,
  type GateName,
}

/**
 * Who holds the Challenger's seat: the model that learns, its weights as they were before the first round, a
 * script, an endpoint.
 */
export const challengerPlayers = ['trained', 'frozen', 'scripted', 'remote'] as const
export type ChallengerPlayer = (typeof challengerPlayers)[number]

export const modelSizes = ['nano', 'tiny', 'small', 'medium'] as const
export type ModelSize = (typeof modelSizes)[number]

/** How a step is made of a gradient. The first was the only one before there was a choice. */
export const optimizerNames = ['adamw', 'sgd'] as const
export type OptimizerName = (typeof optimizerNames)[number]

//                                        default   paper     nano
export const schema = {
  model: {
    size: choice(
      modelSizes,
      ['tiny', 'medium', 'nano'],
      'ours (the paper: Qwen3-4B/8B-Base, OctoThinker-3B/8B)',
    ),
    vocabulary: integer([1024, 4096, 640], { min: 300, max: 32768, unit: 'tokens', source: 'ours' }),
    context: integer([512, 2048, 384], { min: 64, max: 8192, unit: 'tokens', source: 'ours' }),
  },
  weights: {
    trained: choice(['whole', 'adapter'], ['whole', 'whole', 'whole'], 'ours (the paper trains all weights)'),
    storage: choice(baseStorages, ['q4', 'f16', 'q8'], 'ours: how the weights beside an adapter are kept'),
    rank: integer([16, 16, 4], { min: 1, max: 256, source: 'ours (LoRA, arXiv 2106.09685: r)' }),
    alpha: number([32, 32, 8], {
      min: 0.1,
      max: 1024,
      source: 'ours (LoRA: alpha; what the adapter adds is scaled by alpha / rank)',
    }),
    targets: setOf(adapterTargets, [adapterTargets, adapterTargets, adapterTargets], 'ours'),
    recompute: toggle([false, true, false], 'ours (gradient checkpointing)'),
    gigabytes: number([0, 0, 0], {
      min: 0,
      max: 1024,
      unit: 'GB',
      source: 'ours: memory that a run may take on the device; 0 where it is not known',
    }),
  },
  warmStart: {
    steps: integer([4000, 4000, 60], {
      min: 0,
      max: 1_000_000,
      unit: 'steps',
      source: 'ours (the paper starts from pre-trained models)',
    }),
    batchTokens: integer([4096, 8192, 1024], { min: 64, max: 65536, unit: 'tokens', source: 'ours' }),
    learningRate: number([2e-3, 1e-3, 4e-3], { min: 1e-6, max: 0.1, source: 'ours' }),
    weightDecay: number([0.05, 0.05, 0.05], { min: 0, max: 1, source: 'ours' }),
    languageShare: number([0.02, 0.1, 0.02], { min: 0, max: 1, unit: 'share', source: 'ours' }),
    challengerShare: number([0.58, 0.5, 0.58], { min: 0, max: 1, unit: 'share', source: 'ours' }),
    openBookShare: number([0.02, 0.05, 0.02], { min: 0, max: 1, unit: 'share', source: 'ours' }),
    directShare: number([0.6, 0, 0.6], {
      min: 0,
      max: 1,
      unit: 'share',
      source:
        "ours (the Reasoner's examples that answer at once, without working: what pays is left for play to find out)",
    }),
    rightShare: number([0.35, 0.35, 0.35], {
      min: 0,
      max: 1,
      unit: 'share',
      source:
        'ours (ambiguous events: the right reading among the Reasoner’s examples, from the fifth kind on; the first four have 0.95, 0.85, 0.75, 0.65)',
    }),
    kindFloor: number([0, 0, 0], {
      min: 0,
      max: 1,
      source: 'ours (ambiguous events: no kind is asked about less often than this times the first one)',
    }),
    kindFactor: number([0.3, 0.3, 0.3], {
      min: 0.01,
      max: 1,
      source:
        'ours (ambiguous events: how much less often the Challenger’s examples ask about a kind than about the one before it)',
    }),
  },
  game: {
    rounds: integer([20, 640, 2], { min: 1, max: 100_000, unit: 'rounds', source: '3.1' }),
    passages: integer([8, 128, 4], { min: 1, max: 512, unit: 'passages', source: '3.1 (B)' }),
    draw: choice(
      ['document', 'length', 'file'],
      ['document', 'document', 'document'],
      '2.2: a document uniformly (length and file, ours: a document by its length; a file uniformly, then its documents by length)',
    ),
    passageTokens: integer([192, 5992, 160], { min: 16, max: 5992, unit: 'tokens', source: '3.1' }),
    groupSize: integer([8, 8, 4], { min: 2, max: 64, unit: 'completions', source: '3.1 (G = K)' }),
    maxCandidates: integer([24, 1024, 8], { min: 2, max: 1024, unit: 'tries', source: '3.1 (N)' }),
    answerTypes: setOf(answerTypes, [answerTypes, answerTypes, answerTypes], '2.2'),
    prompts: choice(
      promptStyles,
      ['compact', 'compact', 'compact'],
      'App. E (paper: for published models; the built-in sizes read and write the compact style alone)',
    ),
    typeChoice: choice(
      ['assigned', 'challenger'],
      ['assigned', 'challenger', 'assigned'],
      'App. E: the Challenger chooses',
    ),
    temperature: number([1, 1, 1], { min: 0.05, max: 4, source: '3.1' }),
    challengerTemperature: number([0, 0, 0], {
      min: 0,
      max: 4,
      source: "ours (the Challenger's own temperature; 0: the same as the Reasoner's)",
    }),
    vocabularyDropout: number([0, 0, 0], {
      min: 0,
      max: 0.95,
      unit: 'share',
      source:
        '2604.03472 (share of the words’ tokens that the Challenger may not write, drawn anew each round)',
    }),
    challengerTokens: integer([160, 1024, 96], { min: 8, max: 4096, unit: 'tokens', source: 'ours' }),
    reasonerTokens: integer([96, 1024, 64], { min: 4, max: 4096, unit: 'tokens', source: 'ours' }),
    reasonerTasks: choice(['all', 'one'], ['all', 'one', 'all'], '3.1: one valid task a passage, uniformly'),
    challenger: choice(
      challengerPlayers,
      ['trained', 'trained', 'trained'],
      '3.2 (the ablation "fixed Challenger" is frozen), 3.1 ("Strong Challenger": scripted or remote)',
    ),
    scriptedKinds: integer([12, 12, 12], {
      min: 1,
      max: 12,
      unit: 'kinds',
      source: 'ours (ambiguous events: the script asks evenly about the first so many kinds)',
    }),
    trains: choice(['both', 'challenger', 'reasoner', 'none'], ['both', 'both', 'both'], '2.1'),
    world: choice(
      ['passages', 'programs', 'cloze'],
      ['passages', 'passages', 'passages'],
      '2.2 (programs: the world of 2505.03335, Absolute Zero; cloze, ours: the Challenger points at a gap in the passage and at wrong options, where a model cannot write questions)',
    ),
    cloze: choice(
      ['options', 'recall', 'mixed'],
      ['options', 'options', 'options'],
      'ours (in a world of cloze: one of four options, the words from memory, or by turns)',
    ),
    gold: choice(
      ['challenger', 'majority', 'openBook'],
      ['challenger', 'challenger', 'challenger'],
      "2508.05004 (R-Zero: the majority of the attempts' answers is the gold); 2601.13761 (DARC: the majority of the model's own answers with the passage at hand)",
    ),
    bandLow: number([0, 0, 0], {
      min: 0,
      max: 1,
      unit: 'pass rate',
      source: '2508.05004 (R-Zero: 0.25 to 0.75; tasks outside train no Reasoner)',
    }),
    bandHigh: number([1, 1, 1], { min: 0, max: 1, unit: 'pass rate', source: '2508.05004' }),
    challengerRounds: integer([0, 0, 0], {
      min: 0,
      max: 1000,
      unit: 'rounds',
      source: '2508.05004 (R-Zero: 5, then 15 of the Reasoner; 0: both learn in every round)',
    }),
    reasonerRounds: integer([0, 0, 0], { min: 0, max: 1000, unit: 'rounds', source: '2508.05004' }),
    corpus: toggle([true, true, true], '3.2 (the ablation "no corpus" is false)'),
  },
  reward: {
    challenger: choice(
      challengerRewards,
      ['variance', 'variance', 'variance'],
      'Eq. 1 (learningProgress: after SOAR, 2601.18778)',
    ),
    width: number([0.01, 0.01, 0.01], {
      min: 1e-4,
      max: 1,
      source: 'Eq. 1: exp(-(Var - 0.25)^2 / (2 width))',
    }),
    invalid: number([-0.1, -0.1, -0.1], { min: -10, max: 0, source: '3.1 (rho)' }),
    useless: number([0, 0, 0], {
      min: -10,
      max: 0,
      source: '2505.03335, Eq. 4 (its code: -0.5 for a valid task that nobody or everybody solves)',
    }),
    wrong: number([0, 0, 0], { min: -10, max: 0, source: '2.3 (2505.03335: -0.5)' }),
    noAnswer: number([0, 0, 0], { min: -10, max: 0, source: '2.3 (2505.03335: -1)' }),
    repetition: number([0, 0, 0], {
      min: 0,
      max: 10,
      source: '2508.05004 (R-Zero: 1, times the share of the questions that are alike)',
    }),
    repetitionDistance: number([0.5, 0.5, 0.5], {
      min: 0,
      max: 1,
      unit: '1 - BLEU',
      source: '2508.05004 (tau)',
    }),
    reasoner: choice(
      ['verifier', 'random'],
      ['verifier', 'verifier', 'verifier'],
      '2.3 (random: a fair coin, a control)',
    ),
    chanceCorrection: toggle([false, false, false], 'ours'),
    shuffled: toggle([false, false, false], 'ours (control: rewards permuted within each group)'),
    shuffledAttempts: toggle(
      [false, false, false],
      "ours (control: the Reasoner's rewards permuted within each group, the Challenger's not)",
    ),
    surprise: number([0, 0, 0], {
      min: 0,
      max: 10,
      unit: 'a nat',
      source:
        'ours (entropy bonus: a valid question earns this times its own surprisal, -log p of all its tokens)',
    }),
  },
  gates: {
    active: setOf(
      gateNames,
      [
        ['parse', 'goldInPassage', 'leak', 'grounded', 'duplicate', 'derivation'],
        ['parse'],
        ['parse', 'goldInPassage', 'leak', 'grounded', 'duplicate', 'derivation'],
      ],
      '2.2: formatted correctly and parsable',
    ),
    duplicateWindow: integer([6000, 6000, 6000], { min: 0, max: 100_000, unit: 'tasks', source: 'ours' }),
    duplicateSimilarity: number([1, 1, 1], {
      min: 0.3,
      max: 1,
      source: 'ours (1: the same words; below: share of common word triples)',
    }),
    copies: choice(
      ['invalid', 'shared'],
      ['invalid', 'invalid', 'invalid'],
      'ours (a question that its own group has asked before: invalid like any repeat, or paid as the first one is)',
    ),
  },
  update: {
    source: choice(
      ['play', 'golds', 'examples', 'reading'],
      ['play', 'play', 'play'],
      'ours (controls: golds, the Reasoner learns the worked golds of the questions and not its own attempts; examples, further warm start in place of self-play; reading, the passages as plain text)',
    ),
    exampleTokens: integer([8192, 8192, 2048], {
      min: 64,
      max: 10_000_000,
      unit: 'tokens with a loss a round',
      source: 'ours (control: as many as self-play trains on)',
    }),
    learningRate: number([3e-4, 1e-6, 3e-4], { min: 0, max: 0.1, source: 'App. B' }),
    advantage: choice(
      ['centred', 'standardised', 'whitened'],
      ['centred', 'centred', 'centred'],
      'Eq. 3 and 4 (2508.05004: by the group; 2505.03335: by task type and seat)',
    ),
    warmUpRounds: integer([5, 0, 0], { min: 0, max: 1000, unit: 'rounds', source: 'ours' }),
    lastShare: number([0.2, 1, 1], {
      min: 0,
      max: 1,
      unit: 'share',
      source: 'ours (learning rate at the last round; the paper: constant)',
    }),
    tokenWeight: choice(
      ['seat', 'joint'],
      ['seat', 'joint', 'seat'],
      'Eq. 2: one sum over both seats, with one length as Oat has it (joint). Ours is 1 / (trajectories x budget) of the seat, since few valid questions would leave the Reasoner no weight (seat)',
    ),
    challengerWeight: number([1, 1, 1], {
      min: 0,
      max: 1000,
      source: "Eq. 2: 1 (the Challenger's loss times this)",
    }),
    optimizer: choice(optimizerNames, ['adamw', 'adamw', 'adamw'], 'ours'),
    beta1: number([0.9, 0.9, 0.9], { min: 0, max: 0.999, source: 'ours' }),
    beta2: number([0.99, 0.95, 0.99], { min: 0, max: 0.9999, source: 'ours' }),
    momentum: number([0.9, 0.9, 0.9], { min: 0, max: 0.999, source: 'ours (SGD)' }),
    epsilon: number([1e-8, 1e-8, 1e-8], { min: 1e-12, max: 1e-2, source: 'ours' }),
    weightDecay: number([0, 0, 0], { min: 0, max: 1, source: 'ours' }),
    maxNorm: number([1, 1, 1], { min: 1e-3, max: 1e6, source: 'ours' }),
    clip: number([0.2, 0.2, 0.2], { min: 0.01, max: 10, source: 'ours' }),
    steps: integer([1, 16, 1], {
      min: 1,
      max: 64,
      unit: 'optimizer steps a round',
      source: '3.1 and App. B: 128 passages x 8 x 2 seats in batches of 128',
    }),
  },
  probe: {
    every: integer([5, 10, 1], { min: 1, max: 10_000, unit: 'rounds', source: 'ours' }),
    questions: integer([300, 300, 32], { min: 1, max: 5000, unit: 'questions', source: 'ours' }),
  },
  keep: {
    checkpointEvery: integer([5, 10, 1], { min: 1, max: 10_000, unit: 'rounds', source: 'ours' }),
    checkpoints: integer([6, 6, 3], { min: 2, max: 1000, unit: 'checkpoints', source: 'ours' }),
    episodeMegabytes: integer([200, 400, 50], { min: 1, max: 10_000, unit: 'MB', source: 'ours' }),
  },
} as const

export type Schema = typeof schema
export type RunConfig = {
  readonly [S in keyof Schema]: { readonly [F in keyof Schema[S]]: ValueOf<Schema[S][F]> }
}

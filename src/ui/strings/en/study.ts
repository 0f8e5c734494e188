// English: studies, the arena and benchmarks.
import type { CurveQuantity } from '../../../protocol/studyReport'

export const study = {
  title: 'Studies',
  lead: 'The same comparison over several seeds: what self-play adds, and what the same run does without it.',
  /** By the folder of a study that comes with the lab. */
  titles: {
    default: 'Self-play and its controls',
    chance: 'Three more seeds, against random rewards',
    switches: 'Every switch, once each',
    learning: 'Does it learn?',
  } as Readonly<Record<string, string>>,
  choose: 'Study',
  none: 'This copy of SPICE Lab includes no studies.',
  broken: 'This study’s report can’t be read.',
  seeds: (seeds: string, rounds: string) =>
    `Seeds ${seeds}; up to ${rounds} rounds; mean over seeds with 95% interval.`,
  missing: (what: string) => `Not done yet: ${what}.`,
  behind: 'All conditions, intervals and arenas',
  findings: {
    title: 'What it found',
    picture:
      'Dot: mean over seeds. Bar: 95% interval. Dashed line: no difference. An interval that crosses it is inconclusive.',
    gain: (points: string, sign: number, clear: boolean) =>
      sign === 0
        ? 'Held-out answers are as good after self-play as before.'
        : `After self-play the model answers ${points} percentage points ${sign > 0 ? 'more' : 'fewer'} held-out questions correctly${clear ? '' : ', which could be chance'}.`,
    skill: (points: string, sign: number, clear: boolean) =>
      sign === 0
        ? 'Made to show its work before answering, it is as good as before: no skill was gained.'
        : `Made to show its work before answering, both times, it is ${points} points ${sign > 0 ? 'better' : 'worse'} than at first${clear ? '' : ', which could be chance'}: a change in skill, not in habit.`,
    unforced:
      'This study never made the model show its work before answering, so some or all of the gain may be a new habit rather than skill.',
    other: (points: string, sign: number, clear: boolean, name: string) =>
      sign === 0
        ? `That’s the same as with “${name}”.`
        : `That’s ${points} points ${sign > 0 ? 'better' : 'worse'} than with “${name}”${clear ? '' : ', which could be chance'}.`,
    reasoner: (points: string, sign: number, clear: boolean) =>
      sign === 0
        ? 'On the first Challenger’s questions the Reasoner is as good as it was.'
        : `On the first Challenger’s questions the last Reasoner is ${points} points ${sign > 0 ? 'better' : 'worse'} than the first${clear ? '' : ', which could be chance'}.`,
    challenger: (points: string, sign: number, clear: boolean) =>
      sign === 0
        ? 'The last Challenger’s questions are as hard for the first Reasoner as the first ones were.'
        : `The last Challenger’s questions are ${sign > 0 ? 'harder' : 'easier'}: the first Reasoner scores ${points} points ${sign > 0 ? 'lower' : 'higher'} on them${clear ? '' : ', which could be chance'}.`,
    gold: (points: string, sign: number, clear: boolean) =>
      sign === 0
        ? 'The Challenger’s gold answers are right as often as before.'
        : `The Challenger’s gold answers are right ${points} points ${sign > 0 ? 'more' : 'less'} often${clear ? '' : ', which could be chance'}.`,
  },
  claims: 'Results',
  claim: {
    fixedChallengerGain: 'Reasoner’s gain on the first Challenger’s questions',
    fixedReasonerDrop: 'First Reasoner’s loss on the last Challenger’s questions',
    heldOutGain: 'Held-out benchmark, greedy',
    heldOutGainAtTemperature1: 'Held-out benchmark, at temperature 1',
    rightGoldChange: 'Share of right gold answers',
    passWithPassage: 'Questions answered with the passage in view',
  },
  points: (value: string) => `${value} points`,
  range: (low: string, high: string) => `${low} to ${high}`,
  arms: 'Conditions',
  arm: 'Condition',
  armNames: {
    spice: 'self-play',
    shuffled: 'rewards shuffled',
    frozen: 'fixed Challenger',
    'no-corpus': 'no documents',
    'warm-start': 'more warm-up training',
    further: 'more warm-up training',
    'equal-gates': 'gates without a passage',
    random: 'random rewards',
    'no-training': 'no training',
    'strong-challenger': 'Strong Challenger',
    'r-zero': 'R-Zero',
    'absolute-zero': 'Absolute Zero',
    'reward-r-zero': "R-Zero's reward",
    'reward-absolute-zero': "Absolute Zero's reward",
    'reward-threshold': 'threshold reward',
    'reward-random': 'Challenger rewarded at random',
    'choice-only': 'multiple choice only',
    'free-form-only': 'free form only',
    'numbers-only': 'numbers only',
    'relations-only': 'relations only',
  } as Readonly<Record<string, string>>,
  number: 'Seeds',
  rounds: 'Rounds',
  before: 'Before',
  after: 'After',
  gain: 'Gain',
  heldOut: 'Held out',
  passRate: 'Pass rate',
  valid: 'Valid',
  cost: 'Compute',
  differences: (first: string) => `“${first}” vs. other conditions, on the held-out benchmark`,
  over: (rounds: string) => `after round ${rounds}`,
  curves: 'Learning curves',
  quantity: 'Measure',
  quantities: {
    probe: 'Probe',
    passRate: 'Pass rate',
    challengerReward: 'Challenger’s reward',
    validRate: 'Valid questions',
    noSignalShare: 'No learning signal',
    duplicateShare: 'Repeats',
    entropy: 'Entropy',
    premises: 'Facts per question',
    rightGold: 'Right gold answers',
  } satisfies Record<CurveQuantity, string>,
  chart: 'Chart',
  table: 'Table',
  arena: 'Arena',
  arenaWhy:
    'Pass rate of each Reasoner (columns) on each Challenger’s questions (rows), on the same passages, with no training.',
  challenger: 'Challenger',
  firstChallenger: 'First Challenger',
  lastChallenger: 'Last Challenger',
  firstReasoner: 'First Reasoner',
  lastReasoner: 'Last Reasoner',
  openArena: 'Open an arena report',
  notArena: 'This isn’t an arena report.',
  controls: 'Controls',
  rightGold: 'Right gold',
  withChecker: 'In the passage, by the checker',
  withPassage: 'With the passage',
  choices: 'Multiple choice',
  chance: 'By guessing',
  premises: 'Premises',
  of: (valid: string, all: string) => `${valid} of ${all}`,
}

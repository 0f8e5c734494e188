// English: training, its charts and its controls.
import type { CurveName } from '../../../state/curves'
import type { LeadingSeat, ProbeTrend } from '../../../state/runStory'
import type { Axis } from '../../../state/view'
import type { AlarmKind } from '../../../spice/health'
import type { GateName } from '../../../config/schema'
import type { PresetName } from '../../../config/field'
import type { RunRecord } from '../../../protocol/records'

export const train = {
  title: 'Train',
  opening: 'Opening your run …',
  newTitle: 'A new run',
  recording: 'Recorded run',
  recordingWhy: 'A finished run, played back. Nothing is being computed.',
  goLive: 'Train your own',
  brought: (name: string) => `This link has settings for a run: ${name}.`,
  broughtGo: 'Set up this run',
  going: 'Going live',
  goingWhy:
    'Loading the built-in model and its stories onto your GPU. It will then play against itself. Nothing is sent anywhere.',
  newRun: 'New run',
  start: 'Start',
  goOn: 'Resume',
  play: 'Play',
  pause: 'Pause',
  step: 'Step one round',
  stop: 'Stop',
  state: {
    new: 'New',
    warming: 'Warming up',
    warm: 'Ready',
    playing: 'Playing',
    paused: 'Paused',
    finished: 'Finished',
    failed: 'Failed',
  } satisfies Record<RunRecord['state'], string>,
  roundsDone: (done: string, total: string) => `Round ${done} of ${total}`,
  preset: 'Preset',
  presets: {
    default: { name: 'Default', about: 'Recommended settings for the built-in models.' },
    paper: { name: 'Paper', about: 'The paper’s settings, where it gives them.' },
    nano: { name: 'Nano', about: 'Smallest and fastest: two rounds in a few minutes.' },
  } satisfies Record<PresetName, { name: string; about: string }>,
  runName: 'Name of the run',
  seed: 'Seed',
  corpora: 'Corpora',
  corporaNone: 'No corpus yet.',
  corporaGo: 'Choose a corpus',
  changes: (n: number) =>
    n === 0 ? 'Same as preset' : n === 1 ? '1 setting changed' : `${n} settings changed`,
  changed: 'Changed from the preset',
  reset: (label: string) => `Reset ${label} to the preset`,
  resetShort: 'Reset',
  presetValue: (value: string) => `preset: ${value}`,
  /** Papers by their number on arXiv; what has none is a place in SPICE's own. */
  source: (text: string) =>
    `Source: ${/^\d{4}\./.test(text) ? `arXiv ${text}` : /^(\d|Eq|App)/.test(text) ? `SPICE, ${text}` : text}`,
  range: (min: string, max: string) => `${min} to ${max}`,
  settings: 'All settings',
  settingsHint: 'Every constant of the game and its source.',
  share: 'Copy link',
  shared: 'Link copied',
  shareWhy: 'The link holds the preset, the seed and what you changed.',
  linkLabel: 'Link to this configuration',
  startFrom: 'Starting weights',
  startScratch: 'From scratch: random weights, then warm-up training',
  startBuiltIn: (name: string) => `Built-in model (${name}), ready to play`,
  startModel: (name: string) => `Model ${name}`,
  startCheckpoint: (name: string) => `Checkpoint ${name}`,
  on: 'on',
  off: 'off',
  warm: 'Warm-up training',
  warmWhy:
    'Before play begins, the model learns to write: the language of the corpus, and the format of questions and answers.',
  warmLoss: 'Loss (nats per token)',
  warmStep: 'Step',
  charts: 'Curriculum',
  allCharts: 'All measurements',
  further: (n: string) => `${n} more`,
  smooth: 'Smoothed',
  smoothWhy:
    'A moving average over a sixth of the rounds. The raw line stays faintly visible, and the table has the raw numbers.',
  axis: 'Axis',
  axes: { round: 'rounds', time: 'seconds', tokens: 'tokens' } satisfies Record<Axis, string>,
  story: {
    title: 'The curriculum at a glance',
    ahead: 'Who is ahead?',
    aheadIs: {
      challenger: 'The Challenger: its questions are too hard',
      reasoner: 'The Reasoner: it gets most of them right',
      level: 'Neither: the questions are at the right level',
      unknown: 'Nobody yet: no question was valid',
    } satisfies Record<LeadingSeat, string>,
    aheadWhy: (rate: string, rounds: string) =>
      `${rate} of attempts in the last ${rounds} rounds were right. The Challenger earns most at 50%.`,
    aheadNone: 'No question has been answered yet.',
    balance: (rate: string) => `Pass rate ${rate}; green marks the ideal range.`,
    asked: 'What is being asked now?',
    askedNone: 'No valid question yet.',
    askedPremises: (first: string, now: string) => `Facts per question: ${first} at first, ${now} now.`,
    askedValid: (valid: string, repeated: string) =>
      `${valid} of the questions written were valid; ${repeated} repeated an earlier one.`,
    real: 'Is it better on new questions?',
    realIs: {
      up: 'Yes: more of them are right',
      down: 'No: fewer of them are right',
      unclear: 'Not clearly',
      unknown: 'Too early to tell',
    } satisfies Record<ProbeTrend, string>,
    realWhy: (first: string, now: string) =>
      `Held-out questions that neither player has seen: ${first} right at first, ${now} now. Whether that is skill or habit, the number alone doesn’t tell.`,
    realNone: 'There is no held-out test for this corpus.',
    alarms: 'Alarms',
    show: 'Show the episode',
  },
  ring: {
    title: 'Time machine',
    hint: 'Each mark is a saved state of the model. Choose one to go back to it, or to branch from it.',
    back: 'Go back to this state',
    pause: 'Pause the run first.',
  },
  branch: {
    title: 'New branch',
    from: (run: string, place: string) => `Continues from “${run}”, ${place}, with all its settings.`,
    which: 'Setting to change',
    same: 'Nothing has changed yet: it would repeat the same run.',
    differs: (list: string) => `What will differ: ${list}.`,
    leave: 'Cancel branch',
  },
  probes: {
    title: 'The probe, question by question',
    about:
      'One row per probe, one column per question, from always right to never right. Point at a question, or use the arrow keys, to compare its answers in two rounds.',
    label: 'Probe questions',
    few: 'A comparison needs two probes.',
  },
  panel: {
    probe: (accuracy: string, rounds: string) =>
      `probe ${accuracy} (after ${rounds} ${rounds === '1' ? 'round' : 'rounds'})`,
    none: 'Episodes of this round were removed to save space.',
    noQuestion: 'no valid question',
  },
  chartHint: 'Point at a chart, or use the arrow keys in it; Enter opens that round’s episodes.',
  chart: 'Chart',
  table: 'Table',
  round: 'Round',
  rounds: 'rounds',
  at: (round: string) => `Round ${round}`,
  openRound: (round: string) => `Open the episodes of round ${round}`,
  noData: 'Not measured in this round',
  noneYet: 'Nothing to show yet.',
  waiting: 'The first round is still running.',
  noGpu: 'Training needs WebGPU, which isn’t available in this browser.',
  reader: 'SPICE Lab is open in another tab; this one is read-only.',
  slow: 'No hardware GPU found: training works, but slowly. Choose the Nano preset to see progress.',
  curve: {
    passRate: {
      title: 'Pass rate',
      about:
        'Share of attempts that are right, with its 95% interval (clustered by question). A good Challenger keeps it near one half.',
    },
    challengerReward: {
      title: 'Challenger’s reward',
      about: 'Mean over its kept questions, invalid ones included.',
    },
    validity: {
      title: 'Validity by gate',
      about: 'Share of questions that pass every gate, and the gate that stopped the others.',
    },
    passHistogram: {
      title: 'Right attempts per question',
      about: 'Questions of a round by their number of right attempts.',
    },
    noSignal: {
      title: 'No learning signal',
      about: 'Groups in which every attempt earned the same, so nothing is learned; and repeated questions.',
    },
    probe: { title: 'Probe accuracy', about: 'The same held-out questions, asked again and again.' },
    documents: {
      title: 'What it keeps of the documents',
      about:
        'Gaps it never trains on: in documents it has read (recall), in documents it hasn’t (transfer) and in other prose (general). Dashed: guessing.',
    },
    perplexity: {
      title: 'Perplexity on other prose',
      about: 'Per token. If it rises, the model is losing language it had learned.',
    },
    difficulty: {
      title: 'Difficulty of the questions',
      about: 'Valid questions by their number of premises.',
    },
    entropy: { title: 'Entropy', about: 'Nats per token: how uncertain the next token is.' },
    length: { title: 'Length', about: 'Tokens per completion.' },
    gradNorm: { title: 'Gradient norm', about: 'Of each seat’s own loss, before clipping.' },
    speed: { title: 'Tokens per second', about: 'Everything that went through the model, prompts included.' },
  } satisfies Record<CurveName, { title: string; about: string }>,
  line: {
    passRate: 'pass rate',
    low: '95% low',
    high: '95% high',
    challengerReward: 'reward',
    validRate: 'valid',
    noSignalShare: 'no signal',
    duplicateShare: 'repeated',
    probeAccuracy: 'accuracy',
    recall: 'recall',
    transfer: 'transfer',
    general: 'general',
    chances: 'guessing',
    perplexity: 'perplexity',
    entropyChallenger: 'Challenger',
    entropyReasoner: 'Reasoner',
    lengthChallenger: 'Challenger',
    lengthReasoner: 'Reasoner',
    gradNormChallenger: 'Challenger',
    gradNormReasoner: 'Reasoner',
    tokensPerSecond: 'tokens/s',
    parse: 'not parsed',
    goldInPassage: 'gold not in passage',
    leak: 'gold leaked',
    grounded: 'not grounded',
    duplicate: 'repeated',
    derivation: 'does not follow',
    solver: 'solver disagrees',
    openBook: 'open book disagrees',
    fits: 'another option fits better',
  } as Readonly<Record<string, string>>,
  /** The interval of the mean, as `low – high`. */
  interval: (range: string) => `95%: ${range}`,
  heatRow: { passHistogram: (k: number) => `${k} right`, difficulty: (n: number) => `${n} premises` },
}

export const gates: Readonly<Record<GateName, { name: string; about: string }>> = {
  parse: { name: 'Parses', about: 'It has a question and an answer in the required format.' },
  goldInPassage: { name: 'Gold in passage', about: 'The gold answer appears in the passage.' },
  leak: { name: 'No leak', about: 'The question does not give its answer away.' },
  grounded: { name: 'Grounded', about: 'Its numbers and names come from the passage.' },
  duplicate: { name: 'New', about: 'It has not been asked before.' },
  solver: { name: 'Solved', about: 'A solver that reads only the question arrives at the gold answer.' },
  derivation: {
    name: 'Follows',
    about: 'A checker confirms that the gold answer follows from the premises.',
  },
  openBook: {
    name: 'Open book',
    about: 'When it can read the passage, the model agrees with the gold answer.',
  },
  fits: {
    name: 'Fits best',
    about: 'The model finds no other option that fits the sentence better (gaps only).',
  },
}

/** What each alarm means, and why it matters. */
export const alarms: Readonly<Record<AlarmKind, { title: string; why: string }>> = {
  notFinite: {
    title: 'Numerical error (NaN)',
    why: 'Something in the update is no longer a finite number, so nothing that follows can be trusted. Lower the learning rate and resume from the last checkpoint.',
  },
  noValidTasks: {
    title: 'Almost no valid questions',
    why: 'The gates stop nearly everything that the Challenger writes, so nobody can learn. A longer warm-up may help.',
  },
  repeats: {
    title: 'Repeated questions',
    why: 'More than half of the questions were asked before. Easy ones, asked over and over, look like progress.',
  },
  entropyCollapse: {
    title: 'It keeps writing the same thing',
    why: 'The model hardly varies what it writes, so nothing new is tried and nothing new is found.',
  },
  rewardWithoutProbe: {
    title: 'Reward up, knowledge down',
    why: 'The Challenger earns more while held-out questions are answered worse: it has found a way to be rewarded that isn’t reasoning.',
  },
  noSignal: {
    title: 'Nothing to learn from',
    why: 'Nearly all questions are answered always or never, so all attempts earn the same and nothing distinguishes good from bad.',
  },
  guessInflation: {
    title: 'Guessing is rewarded',
    why: 'Blind guessing gets multiple choice right a quarter of the time, and the reward mistakes that for a good question.',
  },
  coinFlips: {
    title: 'Coin flips are rewarded',
    why: 'Yes-or-no questions are right half the time by chance alone, which is just what the reward likes best. Turn chance correction on.',
  },
  wrongGold: {
    title: 'Wrong gold answers',
    why: 'Many questions that passed the gates have a wrong gold answer, so right answers are punished.',
  },
  leaks: {
    title: 'Answers leak',
    why: 'Many valid questions contain their own answer, so answering them takes no reasoning.',
  },
  invalidGroups: {
    title: 'Nothing pushes towards validity',
    why: 'For many passages every question earned the same, so the Challenger learns nothing from them.',
  },
}

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
  newTitle: 'A new run',
  recording: 'Recorded run',
  recordingWhy: 'These are the records of a finished run, played back. Nothing is computed here.',
  goLive: 'Train your own',
  brought: (name: string) => `The link brought settings for a run: ${name}.`,
  broughtGo: 'Set it up',
  going: 'Going live',
  goingWhy:
    'The built-in model comes to your GPU with the stories that it knows, and begins to play against itself. Nothing is sent anywhere.',
  newRun: 'New run',
  start: 'Start',
  goOn: 'Go on',
  play: 'Play',
  pause: 'Pause',
  step: 'Step one round',
  stop: 'Stop',
  state: {
    new: 'New',
    warming: 'Warm start',
    warm: 'Warm',
    playing: 'Playing',
    paused: 'Paused',
    finished: 'Finished',
    failed: 'Failed',
  } satisfies Record<RunRecord['state'], string>,
  roundsDone: (done: string, total: string) => `Round ${done} of ${total}`,
  preset: 'Preset',
  presets: {
    default: { name: 'Default', about: 'Our values, for the built-in sizes.' },
    paper: { name: 'Paper', about: 'The paper’s value wherever it states one.' },
    nano: { name: 'Nano', about: 'Smallest of all: two rounds in a few minutes.' },
  } satisfies Record<PresetName, { name: string; about: string }>,
  runName: 'Name of the run',
  seed: 'Seed',
  corpora: 'Corpora',
  corporaNone: 'No corpus yet.',
  corporaGo: 'Choose a corpus',
  changes: (n: number) =>
    n === 0 ? 'As the preset' : n === 1 ? '1 setting changed' : `${n} settings changed`,
  changed: 'Changed from the preset',
  reset: (label: string) => `Reset ${label} to the preset`,
  resetShort: 'Reset',
  presetValue: (value: string) => `preset: ${value}`,
  /** Papers by their number on arXiv; what has none is a place in SPICE's own. */
  source: (text: string) =>
    `Source: ${/^\d{4}\./.test(text) ? `arXiv ${text}` : /^(\d|Eq|App)/.test(text) ? `SPICE, ${text}` : text}`,
  range: (min: string, max: string) => `${min} to ${max}`,
  settings: 'All settings',
  settingsHint: 'Every constant of the game, with where it comes from.',
  share: 'Copy link',
  shared: 'Link copied',
  shareWhy: 'The link holds the preset, the seed and what you changed.',
  linkLabel: 'Link to this configuration',
  startFrom: 'First weights',
  startScratch: 'From scratch: seeded noise, then a warm start',
  startBuiltIn: (name: string) => `Built-in model (${name}), already warm`,
  startModel: (name: string) => `Model ${name}`,
  startCheckpoint: (name: string) => `Checkpoint ${name}`,
  on: 'on',
  off: 'off',
  warm: 'Warm start',
  warmWhy:
    'Before it plays, the model learns to write: the corpus itself, and the form of questions and answers.',
  warmLoss: 'Loss (nats a token)',
  warmStep: 'Step',
  charts: 'Curriculum',
  allCharts: 'All measurements',
  further: (n: string) => `${n} more`,
  smooth: 'Smoothed',
  smoothWhy:
    'A moving average over a sixth of the rounds; the raw line stays faintly under it, and the table has the raw numbers.',
  axis: 'Axis',
  axes: { round: 'rounds', time: 'seconds', tokens: 'tokens' } satisfies Record<Axis, string>,
  story: {
    title: 'The curriculum at a glance',
    ahead: 'Who is ahead?',
    aheadIs: {
      challenger: 'The Challenger: its questions are too hard',
      reasoner: 'The Reasoner: it gets most of them right',
      level: 'Neither: the questions stand at the frontier',
      unknown: 'Nobody yet: no question was valid',
    } satisfies Record<LeadingSeat, string>,
    aheadWhy: (rate: string) =>
      `${rate} of the attempts of the newest rounds are right. The Challenger earns most at one half.`,
    balance: (rate: string) => `Pass rate ${rate}; the green part is the frontier.`,
    asked: 'What is being asked now?',
    askedNone: 'No valid question yet.',
    askedWhy: (first: string, now: string, valid: string, repeated: string) =>
      `Premises a question: ${first} at first, ${now} now. ${valid} of the tries are valid, ${repeated} repeat an earlier one.`,
    real: 'Is it real?',
    realIs: {
      up: 'Yes: it knows more than it did',
      down: 'No: it has got worse',
      unclear: 'Not beyond chance',
      unknown: 'It cannot be told yet',
    } satisfies Record<ProbeTrend, string>,
    realWhy: (first: string, now: string) =>
      `Held-out questions that no player ever saw: ${first} right at first, ${now} now.`,
    realNone: 'This corpus has no held-out questions whose answers are known.',
    alarms: 'Alarms',
    show: 'Show the episode',
  },
  ring: {
    title: 'Time machine',
    hint: 'Each mark is a saved state of the model. Choose one to go back to it, or to branch from it.',
    back: 'Go back here',
    pause: 'Pause the run first.',
  },
  branch: {
    title: 'A branch',
    from: (run: string, place: string) => `It goes on from “${run}”, ${place}, with everything as there.`,
    which: 'Setting to change',
    same: 'Nothing is changed yet: it would be the same run again.',
    differs: (list: string) => `What will differ: ${list}.`,
    leave: 'No branch after all',
  },
  probes: {
    title: 'The probe, question by question',
    about:
      'A row a probe, a column a question, from those that it always knew to those that it never got. Point at a question, or use the arrow keys, to read its answers in two rounds.',
    label: 'Probe questions',
    few: 'Two probes are needed for a comparison.',
  },
  panel: {
    probe: (accuracy: string, round: string) => `probe ${accuracy} (round ${round})`,
    none: 'The episodes of this round were thinned.',
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
  waiting: 'The first round has not ended yet.',
  noGpu: 'Training needs a GPU that this browser lets the page use.',
  reader: 'Another tab is working; this one only reads.',
  slow: 'This is a software device: it works, slowly. Choose the Nano preset to see it move.',
  curve: {
    passRate: {
      title: 'Pass rate',
      about:
        'Share of attempts that are right, with its 95 % interval (tasks as clusters). A good Challenger keeps it near one half.',
    },
    challengerReward: {
      title: 'Challenger’s reward',
      about: 'Mean over its kept tries, invalid ones included.',
    },
    validity: {
      title: 'Validity by gate',
      about: 'Share of tries that pass every gate, and the gate that stopped the others.',
    },
    passHistogram: {
      title: 'Right attempts a question',
      about: 'How many questions of a round were answered right by how many of the attempts.',
    },
    noSignal: {
      title: 'Without signal',
      about: 'Groups in which every attempt earned the same, so nothing is learned; and repeated questions.',
    },
    probe: { title: 'Probe accuracy', about: 'The same held-out questions, asked again and again.' },
    difficulty: {
      title: 'Difficulty of what is asked',
      about: 'Valid questions by their number of premises.',
    },
    entropy: { title: 'Entropy', about: 'Nats a token: how open the choice of the next token is.' },
    length: { title: 'Length', about: 'Tokens a completion.' },
    gradNorm: { title: 'Gradient norm', about: 'Of each seat’s own loss, before clipping.' },
    speed: { title: 'Tokens a second', about: 'Everything that went through the model, prompts too.' },
  } satisfies Record<CurveName, { title: string; about: string }>,
  line: {
    passRate: 'pass rate',
    low: '95 % low',
    high: '95 % high',
    challengerReward: 'reward',
    validRate: 'valid',
    noSignalShare: 'no signal',
    duplicateShare: 'repeated',
    probeAccuracy: 'accuracy',
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
    solver: 'solved otherwise',
    openBook: 'open book disagrees',
  } as Readonly<Record<string, string>>,
  heatRow: { passHistogram: (k: number) => `${k} right`, difficulty: (n: number) => `${n} premises` },
}

export const gates: Readonly<Record<GateName, { name: string; about: string }>> = {
  parse: { name: 'Parses', about: 'It has a question and an answer in the agreed form.' },
  goldInPassage: { name: 'Gold in passage', about: 'The gold answer stands in the passage.' },
  leak: { name: 'No leak', about: 'The question does not give its answer away.' },
  grounded: { name: 'Grounded', about: 'Its numbers and names come from the passage.' },
  duplicate: { name: 'New', about: 'It has not been asked before.' },
  solver: { name: 'Solved', about: 'A solver that reads the question alone comes to the gold.' },
  derivation: { name: 'Follows', about: 'The gold follows from the premises, by a checker.' },
  openBook: { name: 'Open book', about: 'The model agrees with the gold when it may read the passage.' },
}

/** What each alarm means, and why it matters. */
export const alarms: Readonly<Record<AlarmKind, { title: string; why: string }>> = {
  notFinite: {
    title: 'A number broke',
    why: 'Something in the update is not a finite number any more, so nothing that follows can be trusted. Lower the learning rate and go on from the last checkpoint.',
  },
  noValidTasks: {
    title: 'Hardly a valid question',
    why: 'The gates stop nearly everything that the Challenger writes, so nobody can learn. A longer warm start mends it.',
  },
  repeats: {
    title: 'The same questions again',
    why: 'More than half of the questions were asked before. Easy ones, asked over and over, look like progress.',
  },
  entropyCollapse: {
    title: 'It always writes the same',
    why: 'Hardly anything is left to chance, so nothing new is tried and nothing new is found.',
  },
  rewardWithoutProbe: {
    title: 'Reward up, knowledge down',
    why: 'The Challenger earns more while held-out questions are answered worse: it has found a way to be paid that is not reasoning.',
  },
  noSignal: {
    title: 'Nothing to learn from',
    why: 'Nearly all questions are answered always or never, so all attempts earn the same and no one is told apart.',
  },
  guessInflation: {
    title: 'Guessing is paid',
    why: 'Multiple choice answered by chance passes a quarter of the time, and the reward takes that for a good question.',
  },
  coinFlips: {
    title: 'Coin flips are paid',
    why: 'Yes-or-no questions are right half of the time by chance alone, which is just what the reward likes best. Turn chance correction on.',
  },
  wrongGold: {
    title: 'Wrong gold answers',
    why: 'Many questions that passed the gates have a gold that is not right, so right answers are punished.',
  },
  leaks: {
    title: 'Answers leak',
    why: 'Many valid questions contain their own answer, so answering them takes no reasoning.',
  },
  invalidGroups: {
    title: 'Nothing pushes towards validity',
    why: 'All tries at many passages earned the same, so the Challenger learns nothing from them.',
  },
}

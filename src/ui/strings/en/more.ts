// English: playing a seat, lessons, comparing runs, and the kernels under the floor.
import type { Hideable, Target, Wait } from '../../../state/lesson'
import type { Verdict } from '../../../protocol/records'
import { episodes } from './episodes'
import { gates } from './train'
import { shell } from './shell'

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

export const lessons = {
  title: 'Lessons',
  lead: 'A few minutes each, on recorded runs: no GPU is needed. Every one waits for you to do something.',
  open: 'Open a lesson file',
  build: 'Build one',
  number: (n: string, minutes: string) => `Lesson ${n} · ${minutes} min`,
  start: 'Begin',
  begin: (title: string) => `Begin: ${title}`,
  at: (step: string, all: string) => `step ${step} of ${all}`,
  leave: 'Leave the lesson',
  back: 'Back',
  next: 'Next',
  finish: 'Finish',
  done: 'Done. Go on when you like.',
  waits: (wait: Wait): string => {
    switch (wait.kind) {
      case 'phase':
        return `Step on until “${episodes.phase[wait.phase]}” (Space, or On).`
      case 'right':
        return `Turn verdicts round until ${wait.right} attempts are right.`
      case 'learns':
        return `Let learn: ${episodes.learns[wait.trains]}.`
      case 'view':
        return `Go to “${shell.views[wait.view]}”.`
      case 'token':
        return 'Press a token to put it under the microscope.'
      case 'answered':
        return 'Answer the question yourself.'
      case 'asked':
        return wait.gate === 'valid'
          ? 'Write a question that passes every gate.'
          : `Write a question that the gate “${gates[wait.gate].name}” stops.`
      case 'compared':
        return `Choose ${wait.runs} runs to compare.`
      case 'live':
        return 'Go live on your own GPU.'
    }
  },
  builder: {
    title: 'Title',
    about: 'What it is about',
    hide: 'Hide while it runs',
    hides: {
      navigation: 'places',
      speed: 'step sizes',
      whatIf: 'what-if bar',
      controls: 'run controls',
      exactPrompt: 'exact prompts',
      tries: 'other tries',
      allCharts: 'further charts',
      settings: 'settings',
    } satisfies Record<Hideable, string>,
    step: (n: string) => `Step ${n}`,
    up: (n: string) => `Move step ${n} up`,
    down: (n: string) => `Move step ${n} down`,
    remove: (n: string) => `Delete step ${n}`,
    stepTitle: 'Heading',
    text: 'Text',
    place: 'Opens',
    here: 'Where the stepper stands now',
    anywhere: 'the page as it is',
    placeIs: (view: string, round: string, phase: string) =>
      [view, round === '' ? '' : `round ${round}`, phase].filter((part) => part !== '').join(', '),
    clear: 'Clear',
    look: 'Points at',
    nothing: 'nothing',
    looks: {
      stepper: 'the episode',
      track: 'the scrub bar',
      passage: 'the passage',
      absent: 'the missing passage',
      task: 'the task',
      gates: 'the gates',
      attempt: 'an attempt',
      formula: 'the reward',
      'what-if': 'the what-if bar',
      update: 'the update',
      story: 'the story',
      'round-panel': 'the round',
      'chart-passRate': 'the pass rate',
      'chart-challengerReward': 'the reward chart',
      'chart-probe': 'the probe chart',
      'go-live': '“Go live”',
      'person-question': 'the question field',
      'person-answer': 'the answer field',
      compare: 'the comparison',
    } satisfies Record<Target, string>,
    wait: 'Waits for',
    detail: 'Which',
    waits: {
      phase: 'a phase of the episode',
      right: 'so many right by turned verdicts',
      learns: 'who learns',
      view: 'a place of the page',
      token: 'a token under the microscope',
      answered: 'an answer',
      asked: 'a question of one’s own',
      compared: 'runs compared',
      live: 'going live',
    } satisfies Record<Wait['kind'], string>,
    add: 'Add a step',
    try: 'Try it',
    save: 'Save as a file',
    link: 'Copy link',
    copied: 'Link copied',
    untitled: 'Once the lesson has a title and every step a heading, it can be tried, saved and linked.',
  },
}

export const compare = {
  title: 'Compare runs',
  pick: 'Runs',
  recorded: 'recorded',
  few: 'Choose two runs or more. Runs that differ in nothing but the seed are folded into one line with a band.',
  measure: 'Measure',
  measures: {
    passRate: 'pass rate',
    challengerReward: 'Challenger’s reward',
    validRate: 'valid tries',
    probeAccuracy: 'probe accuracy',
    duplicateShare: 'repeats',
  },
  seeds: (n: string) => `(${n} seeds, 95 % interval)`,
  only: 'Differences only',
  differences: 'Settings side by side',
  setting: 'Setting',
  lastOf: (measure: string) => `Newest ${measure}`,
  play: (name: string) => `Play “${name}”`,
}

export const xray = {
  title: 'Kernel X-ray',
  lead: (size: string) =>
    `What runs under the floor: the model as the kernels that it is made of, at the size ${size}. Choose a block.`,
  model: 'Blocks of the model',
  layer: 'once a layer',
  blocks: {
    embedding: 'Embedding',
    attentionNorm: 'Norm',
    qkv: 'Queries, keys, values',
    rope: 'Rotary positions',
    attention: 'Attention',
    attentionOut: 'Projection',
    mlpNorm: 'Norm',
    gateUp: 'Gate and up',
    swiglu: 'SwiGLU',
    down: 'Down',
    logits: 'Logits',
    sample: 'Sampling',
    decode: 'Attention with a cache',
    policyLoss: 'Policy loss',
    gradientNorm: 'Gradient norm',
    adamw: 'AdamW',
  } as Readonly<Record<string, string>>,
  check: 'Check now',
  checking: 'Checking against the reference …',
  passed: (n: string) => `All ${n} comparisons with the f64 reference hold.`,
  failed: (n: string, all: string) => `${n} of ${all} comparisons do not hold.`,
  on: (device: string) => `on ${device}`,
  worst: (name: string, ratio: string, tolerance: string) =>
    `Worst: ${name}, error over the sum of absolute products ${ratio}, allowed ${tolerance}.`,
  noTimes: 'This device gives no timestamps, so single dispatches cannot be timed.',
  noGpu:
    'A check runs on the GPU, which this browser does not give the page. The code can be read all the same.',
  dispatch: 'Dispatch',
  times: 'Times',
  each: 'Time each',
  files: 'Files',
  roofline: {
    title: 'Roofline',
    why: 'What the device can do at most, measured here and now: multiply-adds a second, and bytes a second. Each kernel of a training step is timed by itself and stands under that roof. It takes a few seconds, on a software adapter longer.',
    noGpu: 'It is measured on the GPU, which this browser does not give the page.',
    measure: 'Measure now',
    measuring: 'Measuring …',
    peak: (flops: string, bytes: string) => `Peak ${flops}, ${bytes}.`,
    whole: (rows: string, size: string, ms: string, share: string) =>
      `A training step on ${rows} tokens, size ${size}: ${ms} ms by the sum of its kernels, ${share} of the peak.`,
    spoken: (label: string, time: string, roof: string) =>
      `${label}: ${time} of the time, at ${roof} of its roof`,
    brief: (time: string, roof: string) => `${time} of the time, at ${roof} of its roof`,
    most: 'Kernels with the most time',
    over: 'Over 100 %: the device was busier with other things while its peak was measured.',
    intensity: 'operations a byte',
    ofTime: 'Of the time',
    ofRoof: 'Of its roof',
    bound: 'Held by',
    bounds: { compute: 'multiply-adds', memory: 'bandwidth' },
    boundBy: { compute: 'held by multiply-adds', memory: 'held by bandwidth' },
    area: 'the larger, the more of the time',
    clock: {
      device:
        'Timed by the device’s own clock, in batches of each kernel’s dispatches; where the browser rounds that clock to nothing, from outside.',
      outside:
        'This device gives no timestamps: each figure is the wall-clock time of a batch of dispatches, their launching included, so short kernels look slower than they are.',
    },
    bytes:
      'Bytes are those of everything bound, each tensor once a dispatch: a kernel that reads only a part of a table moves fewer.',
  },
}

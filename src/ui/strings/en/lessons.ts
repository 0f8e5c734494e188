// English: lessons and their builder.
import type { Hideable, Target, Wait } from '../../../state/lesson'
import { episodes } from './episodes'
import { gates } from './train'
import { shell } from './shell'

export const lessons = {
  title: 'Lessons',
  lead: 'A few minutes each, on recorded runs: no GPU is needed. Each one asks you to try things.',
  open: 'Open a lesson file',
  build: 'Create a lesson',
  number: (n: string, minutes: string) => `Lesson ${n} · ${minutes} min`,
  start: 'Start',
  begin: (title: string) => `Start: ${title}`,
  at: (step: string, all: string) => `step ${step} of ${all}`,
  leave: 'Leave lesson',
  coming: 'Opening the lesson …',
  answers: {
    name: 'Your name',
    save: 'Save my answers',
    why: 'Saved as a file on this device. Give it to your teacher; nothing is sent.',
    collect: 'Collect answers',
    open: 'Open answer files',
    csv: 'Save as CSV',
    csvName: 'answers.csv',
    none: 'Open the answer files of your class to see them side by side.',
    pupils: (n: string) => (n === '1' ? '1 file' : `${n} files`),
    unnamed: 'No name',
  },
  back: 'Back',
  next: 'Next',
  finish: 'Finish',
  done: 'Done. Continue when you’re ready.',
  waits: (wait: Wait): string => {
    switch (wait.kind) {
      case 'phase':
        return `Step forward to “${episodes.phase[wait.phase]}” (Space, or Next).`
      case 'right':
        return `Flip verdicts until ${wait.right} attempts are right.`
      case 'learns':
        return `Set who learns to: ${episodes.learns[wait.trains]}.`
      case 'view':
        return `Go to “${shell.views[wait.view]}”.`
      case 'token':
        return 'Click a token to put it under the microscope.'
      case 'answered':
        return 'Answer the question yourself.'
      case 'asked':
        return wait.gate === 'valid'
          ? 'Write a question that passes every gate.'
          : `Write a question that the gate “${gates[wait.gate].name}” stops.`
      case 'measured':
        return `Take ${wait.readings} readings.`
      case 'compared':
        return `Choose ${wait.runs} runs to compare.`
      case 'live':
        return 'Go live on your own GPU.'
    }
  },
  builder: {
    title: 'Title',
    about: 'Summary',
    hide: 'Hide while it runs',
    hides: {
      navigation: 'navigation',
      speed: 'step sizes',
      whatIf: 'what-if bar',
      controls: 'run controls',
      exactPrompt: 'exact prompts',
      tries: 'other questions',
      allCharts: 'further charts',
      settings: 'settings',
    } satisfies Record<Hideable, string>,
    step: (n: string) => `Step ${n}`,
    up: (n: string) => `Move step ${n} up`,
    down: (n: string) => `Move step ${n} down`,
    remove: (n: string) => `Delete step ${n}`,
    stepTitle: 'Heading',
    text: 'Text',
    ask: 'Question to answer in writing (optional)',
    preview: 'Preview',
    qr: 'QR code',
    place: 'Opens',
    here: 'Use the current step',
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
      measure: 'the measuring tools',
      'corpus-detail': 'the corpus',
      rivalry: 'the rivalry',
      inside: 'the view inside the model',
    } satisfies Record<Target, string>,
    wait: 'Waits for',
    detail: 'Which',
    waits: {
      phase: 'a phase of the episode',
      right: 'a number of flipped verdicts',
      learns: 'who learns',
      view: 'a view of the page',
      token: 'a token under the microscope',
      answered: 'an answer',
      asked: 'a question you wrote',
      compared: 'runs compared',
      measured: 'readings taken',
      live: 'going live',
    } satisfies Record<Wait['kind'], string>,
    add: 'Add a step',
    try: 'Try it',
    save: 'Save as a file',
    link: 'Copy link',
    copied: 'Link copied',
    untitled: 'Give the lesson a title and every step a heading to try, save or share it.',
  },
}

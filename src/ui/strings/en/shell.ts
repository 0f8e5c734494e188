// English: the frame of the page, its actions, and the lines of trouble.
import { detailInEnglish } from '../../../protocol/progressDetail'
import type { ActionId } from '../../../state/actions'
import type { ViewName } from '../../../state/address'
import type { Theme } from '../../../state/view'
import type { Activity } from '../../../protocol/door'

export const shell = {
  name: 'SPICE Lab',
  skip: 'Skip to the content',
  navigation: 'Main navigation',
  groups: { learn: 'Learn', make: 'Make', inspect: 'Inspect' },
  views: {
    home: 'Start',
    corpus: 'Corpus',
    train: 'Train',
    episodes: 'Episodes',
    play: 'Play',
    ask: 'Ask',
    runs: 'Runs',
    studies: 'Studies',
    lessons: 'Lessons',
    models: 'Models',
    xray: 'X-ray',
  } satisfies Record<ViewName, string>,
  local: 'Nothing leaves this tab',
  localBrief: 'Local',
  localWhy:
    'Documents, model and training stay in this browser. The page contacts no other site unless you tell it to download a model.',
  device: {
    none: 'No GPU',
    looking: 'Looking for a GPU',
    idle: 'GPU ready',
    softwareIdle: 'No hardware GPU: works, but slowly',
    recording: 'Recorded run',
    software: (name: string) => `${name} (software: slow)`,
    label: 'Device',
  },
  theme: { system: 'Theme: system', light: 'Theme: light', dark: 'Theme: dark' } satisfies Record<
    Theme,
    string
  >,
  language: 'Language',
  help: 'Keyboard shortcuts',
  helpTitle: 'Keyboard shortcuts',
  helpSingle: 'Single-key shortcuts',
  close: 'Close',
  dismiss: 'Dismiss',
  loading: 'Loading …',
  drop: 'Drop documents here to make a corpus, or drop a model',
  looking: 'Reading your files …',
  reader:
    'SPICE Lab is already open in another tab. This tab is read-only. Close the other tab to work here.',
  lost: (message: string, recovering: boolean) =>
    recovering
      ? `The GPU was lost (${message}). Reconnecting; the run will resume from its last checkpoint.`
      : `The GPU was lost: ${message}`,
  linkNotes: 'Some settings in this link could not be used:',
  error: 'Something went wrong in this view. Your corpus and runs are safe.',
  reload: 'Reload the page',
  newVersion: {
    here: 'A new version of SPICE Lab is available.',
    take: 'Reload to update',
    busy: 'You can update once the work in this tab is done or paused.',
    others: 'SPICE Lab is also open in another window. Close that window first.',
  },
  toRuns: 'All runs',
  activity: {
    idle: 'Ready',
    loading: 'Loading',
    opening: 'Opening',
    importing: 'Reading documents',
    tokenizing: 'Training the tokenizer',
    compiling: 'Compiling kernels for this GPU',
    warming: 'Warm-up training',
    asking: 'The Challenger is writing questions',
    updating: 'Updating the shared weights',
    probing: 'Running the held-out test',
    saving: 'Saving a checkpoint',
    answering: 'The Reasoner is answering',
  } satisfies Record<Activity, string>,
  /** What the engine says of its work, in English. */
  detail: detailInEnglish,
  progress: (done: string, total: string, unit: string) => `${done} of ${total} ${unit}`.trim(),
  actions: {
    'go.home': 'Go to Start',
    'go.corpus': 'Go to Corpus',
    'go.train': 'Go to Train',
    'go.episodes': 'Go to Episodes',
    'go.ask': 'Go to Ask',
    'go.runs': 'Go to Runs',
    'go.play': 'Go to Play',
    'go.lessons': 'Go to Lessons',
    'go.xray': 'Go to X-ray',
    'go.models': 'Go to Models',
    'go.studies': 'Go to Studies',
    'page.larger': 'Presenter view: larger',
    'page.smaller': 'Presenter view: smaller',
    'page.on': 'Presenter view: next (clicker)',
    'page.back': 'Presenter view: back (clicker)',
    'page.full': 'Full screen',
    'lesson.next': 'Lesson: next step',
    'lesson.previous': 'Lesson: previous step',
    'page.presenter': 'Presenter view: large type',
    'step.on': 'Next step',
    'step.back': 'Previous step',
    'step.play': 'Play or pause the episode',
    'step.speed': 'Step by token, phase or round',
    'episode.next': 'Next episode',
    'episode.previous': 'Previous episode',
    'round.next': 'Next round',
    'round.previous': 'Previous round',
    'run.start': 'Start or resume',
    'run.pause': 'Pause',
    'run.step': 'Step one round',
    'run.stop': 'Stop',
    'run.new': 'New run',
    'page.theme': 'Change theme',
    'measure.stop': 'Stop measuring',
    'page.help': 'Show shortcuts',
    'page.reload': 'Reload the page',
  } satisfies Record<ActionId, string>,
  keys: { ' ': 'Space', Backspace: 'Backspace', Enter: 'Enter', Escape: 'Esc' } as Readonly<
    Record<string, string>
  >,
  measuring: {
    light: (source: string, count: string) => `Measuring: ${source}, ${count}`,
    sources: { serial: 'serial device', stopwatch: 'stopwatch', typed: 'manual entry', speech: 'microphone' },
    stop: 'Stop measuring (Esc)',
  },
  seats: { challenger: 'Challenger', reasoner: 'Reasoner' },
}

export const qr = {
  label: 'QR code of this link',
  hint: 'Scan to open this link',
  long: 'This link is too long for a QR code. Share the link or the file.',
}

// English: the frame of the page, its actions, and the lines of trouble.
import { detailInEnglish } from '../../../protocol/progressDetail'
import type { ActionId } from '../../../state/actions'
import type { ViewName } from '../../../state/address'
import type { Theme } from '../../../state/view'
import type { Activity } from '../../../protocol/door'

export const shell = {
  name: 'SPICE Lab',
  skip: 'Skip to the content',
  navigation: 'Places',
  views: {
    home: 'Start',
    corpus: 'Corpus',
    train: 'Train',
    episodes: 'Episodes',
    play: 'Play',
    ask: 'Ask',
    runs: 'Runs',
    lessons: 'Lessons',
    models: 'Models',
    xray: 'X-ray',
  } satisfies Record<ViewName, string>,
  local: 'Nothing leaves this tab',
  localBrief: 'Local',
  localWhy:
    'Documents, model and training stay in this browser. The page makes no request to any other place, unless you tell it to download a model.',
  device: {
    none: 'No GPU',
    looking: 'Looking for a GPU',
    idle: 'GPU ready',
    recording: 'Recorded run',
    software: (name: string) => `${name} (software: slow)`,
    label: 'Device',
  },
  theme: { system: 'Theme: as the system', light: 'Theme: light', dark: 'Theme: dark' } satisfies Record<
    Theme,
    string
  >,
  language: 'Language',
  help: 'Keys',
  helpTitle: 'Everything by keyboard',
  helpSingle: 'Single-key commands',
  close: 'Close',
  dismiss: 'Dismiss',
  loading: 'Loading …',
  drop: 'Drop documents to make a corpus, or a model',
  looking: 'Looking through what was dropped …',
  reader:
    'SPICE Lab is already open in another tab. This one only reads; close the other one and it takes over.',
  lost: (message: string, recovering: boolean) =>
    recovering
      ? `The GPU went away (${message}). It is being taken up again; the run goes on from its last checkpoint.`
      : `The GPU went away: ${message}`,
  linkNotes: 'The link asked for something that does not fit:',
  error: 'This view ran into a fault. Your corpus and runs are safe.',
  reload: 'Reload the page',
  toRuns: 'All runs',
  activity: {
    idle: 'Ready',
    loading: 'Loading',
    opening: 'Opening',
    importing: 'Reading documents',
    tokenizing: 'Learning the tokenizer',
    compiling: 'Compiling kernels for this GPU',
    warming: 'Warm start',
    asking: 'The Challenger writes questions',
    updating: 'One update of the shared weights',
    probing: 'Asking the probe questions',
    saving: 'Saving a checkpoint',
    answering: 'The Reasoner answers',
  } satisfies Record<Activity, string>,
  /** What the engine says of its work, in English. */
  detail: detailInEnglish,
  progress: (done: string, total: string, unit: string) => `${done} of ${total} ${unit}`.trim(),
  actions: {
    'go.home': 'Go to the start',
    'go.corpus': 'Go to the corpus',
    'go.train': 'Go to training',
    'go.episodes': 'Go to the episodes',
    'go.ask': 'Go to asking',
    'go.runs': 'Go to the runs',
    'go.play': 'Go to playing a seat',
    'go.lessons': 'Go to the lessons',
    'go.xray': 'Go to the kernels',
    'go.models': 'Go to the models',
    'lesson.next': 'Lesson: next step',
    'lesson.previous': 'Lesson: step before',
    'page.presenter': 'Presenter’s view: large type',
    'step.on': 'One step on',
    'step.back': 'One step back',
    'step.play': 'Play or pause the episode',
    'step.speed': 'Step by token, by phase or by round',
    'episode.next': 'Next episode',
    'episode.previous': 'Previous episode',
    'round.next': 'Next round',
    'round.previous': 'Previous round',
    'run.start': 'Start or go on',
    'run.pause': 'Pause',
    'run.step': 'Step one round',
    'run.stop': 'Stop',
    'run.new': 'New run',
    'page.theme': 'Change the theme',
    'page.help': 'Show these keys',
    'page.reload': 'Reload the page',
  } satisfies Record<ActionId, string>,
  keys: { ' ': 'Space', Backspace: 'Backspace', Enter: 'Enter' } as Readonly<Record<string, string>>,
  seats: { challenger: 'Challenger', reasoner: 'Reasoner' },
}

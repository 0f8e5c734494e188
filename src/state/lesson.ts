// A lesson: steps that say something, open a place, point at something, and wait for a person's own action.
// It is a file and a link; what is in either is untrusted and read field by field. Pure; must not know how a
// step is drawn.

import { isJson } from '../base/jsonObject'
import { ok, type Result } from '../base/result'
import { fail } from '../problems'
import { gateNames, type GateName } from '../config/schema'
import { viewNames, type ViewName } from './address'
import { phases, type Phase } from './timeline'
import type { TrainedSeats } from './whatIf'

export const lessonVersion = 1

/** Controls that a lesson can hide, so that nothing competes with its steps. */
export const hideable = [
  'navigation',
  'speed',
  'whatIf',
  'controls',
  'exactPrompt',
  'tries',
  'allCharts',
  'settings',
] as const
export type Hideable = (typeof hideable)[number]

/** Things that a step can point at, by their mark in the page (data-testid). */
export const targets = [
  'stepper',
  'track',
  'passage',
  'absent',
  'task',
  'gates',
  'attempt',
  'formula',
  'what-if',
  'update',
  'story',
  'round-panel',
  'chart-passRate',
  'chart-challengerReward',
  'chart-probe',
  'go-live',
  'person-question',
  'person-answer',
  'compare',
  'measure',
  'corpus-detail',
  'rivalry',
  'inside',
] as const
export type Target = (typeof targets)[number]

const trainsChoices: readonly TrainedSeats[] = ['both', 'challenger', 'reasoner']

/** What a step waits for. */
export type Wait =
  | { readonly kind: 'phase'; readonly phase: Phase }
  /** So many of the attempts are right after verdicts were turned round by hand. */
  | { readonly kind: 'right'; readonly right: number }
  | { readonly kind: 'learns'; readonly trains: TrainedSeats }
  | { readonly kind: 'view'; readonly view: ViewName }
  | { readonly kind: 'token' }
  | { readonly kind: 'answered' }
  /** A question of one's own, stopped by this gate or passing all. */
  | { readonly kind: 'asked'; readonly gate: GateName | 'valid' }
  | { readonly kind: 'compared'; readonly runs: number }
  | { readonly kind: 'live' }
  /** So many readings of a source that is measured with. */
  | { readonly kind: 'measured'; readonly readings: number }
export const waitKinds = [
  'phase',
  'right',
  'learns',
  'view',
  'token',
  'answered',
  'asked',
  'compared',
  'live',
  'measured',
] as const satisfies readonly Wait['kind'][]

export interface Place {
  readonly view: ViewName
  readonly round?: number
  /** Place in the round's list. */
  readonly episode?: number
  readonly candidate?: number
  readonly phase?: Phase
  /** Runs to compare: ids of kept runs or of recordings. */
  readonly compare?: readonly string[]
}

export interface Step {
  readonly title: string
  /** Paragraphs are parted by an empty line. */
  readonly text: string
  /** A question that the pupil answers in their own words. */
  readonly ask?: string
  readonly at?: Place
  readonly look?: Target
  readonly wait?: Wait
}

export interface Lesson {
  readonly v: typeof lessonVersion
  readonly id: string
  readonly title: string
  readonly about: string
  readonly minutes: number
  /** Name of a recording in public/replays; the one that plays first where it is left out. */
  readonly recording?: string
  readonly hide: readonly Hideable[]
  readonly steps: readonly Step[]
}

const text = (value: unknown, most: number): string => (typeof value === 'string' ? value.slice(0, most) : '')
const among = <T extends string>(list: readonly T[], value: unknown): T | undefined =>
  list.find((each) => each === value)
const whole = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : undefined

/** Most steps and longest text of one; a lesson is a few minutes long. */
const mostSteps = 40
const longest = 2000

function readWait(input: unknown): Wait | undefined {
  if (!isJson(input)) return undefined
  const kind = among(waitKinds, input.kind)
  switch (kind) {
    case undefined:
      return undefined
    case 'phase': {
      const phase = among(phases, input.phase)
      return phase === undefined ? undefined : { kind, phase }
    }
    case 'right':
      return { kind, right: whole(input.right) ?? 0 }
    case 'learns':
      return { kind, trains: among(trainsChoices, input.trains) ?? 'both' }
    case 'view': {
      const view = among(viewNames, input.view)
      return view === undefined ? undefined : { kind, view }
    }
    case 'asked':
      return { kind, gate: among([...gateNames, 'valid'] as const, input.gate) ?? 'valid' }
    case 'compared':
      return { kind, runs: Math.max(2, whole(input.runs) ?? 2) }
    case 'measured':
      return { kind, readings: Math.max(1, whole(input.readings) ?? 1) }
    case 'token':
    case 'answered':
    case 'live':
      return { kind }
  }
}

function readPlace(input: unknown): Place | undefined {
  if (!isJson(input)) return undefined
  const view = among(viewNames, input.view)
  if (view === undefined) return undefined
  const [round, episode, candidate, phase] = [
    whole(input.round),
    whole(input.episode),
    whole(input.candidate),
    among(phases, input.phase),
  ]
  const compare = Array.isArray(input.compare)
    ? input.compare.filter((each): each is string => typeof each === 'string').slice(0, 10)
    : undefined
  return {
    view,
    ...(round === undefined ? {} : { round }),
    ...(episode === undefined ? {} : { episode }),
    ...(candidate === undefined ? {} : { candidate }),
    ...(phase === undefined ? {} : { phase }),
    ...(compare === undefined ? {} : { compare }),
  }
}

/**
 * Reads an untrusted lesson; what it does not know is left out, and a lesson without a step is refused in one
 * clear line.
 */
export function readLesson(input: unknown): Result<Lesson> {
  if (!isJson(input)) return fail('lesson-object')
  if (input.v !== lessonVersion)
    return fail('lesson-version', { version: String(input.v), reads: lessonVersion })
  const steps = (Array.isArray(input.steps) ? input.steps : [])
    .filter(isJson)
    .slice(0, mostSteps)
    .map((step): Step => {
      const [at, look, wait] = [readPlace(step.at), among(targets, step.look), readWait(step.wait)]
      return {
        title: text(step.title, 200),
        text: text(step.text, longest),
        ...(text(step.ask, 500).trim() === '' ? {} : { ask: text(step.ask, 500) }),
        ...(at === undefined ? {} : { at }),
        ...(look === undefined ? {} : { look }),
        ...(wait === undefined ? {} : { wait }),
      }
    })
  if (steps.length === 0) return fail('lesson-steps')
  const recording = text(input.recording, 80)
  const hide = Array.isArray(input.hide)
    ? hideable.filter((each) => (input.hide as readonly unknown[]).includes(each))
    : []
  return ok({
    v: lessonVersion,
    id: text(input.id, 80) || 'lesson',
    title: text(input.title, 200) || '…',
    about: text(input.about, 500),
    minutes: Math.min(180, Math.max(1, whole(input.minutes) ?? 5)),
    // A name, never a path.
    ...(/^[\w-]+$/.test(recording) ? { recording } : {}),
    hide,
    steps,
  })
}

export function parseLesson(json: string): Result<Lesson> {
  try {
    return readLesson(JSON.parse(json))
  } catch {
    return fail('lesson-json')
  }
}

/** A lesson in the address: `~` and its JSON in base64url. */
export function printLesson(lesson: Lesson): string {
  const bytes = new TextEncoder().encode(JSON.stringify(lesson))
  // One at a time: a call takes only so many arguments.
  const letters = Array.from(bytes, (byte) => String.fromCharCode(byte))
  return `~${btoa(letters.join('')).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')}`
}

export function parseLessonLink(link: string): Result<Lesson> {
  try {
    const binary = atob(link.replace(/^~/, '').replaceAll('-', '+').replaceAll('_', '/'))
    return parseLesson(new TextDecoder().decode(Uint8Array.from(binary, (letter) => letter.charCodeAt(0))))
  } catch {
    return fail('lesson-link')
  }
}

/** What the page is like, as far as a step can wait for it. */
export interface PageSnapshot {
  readonly view: ViewName
  readonly phase: Phase | null
  /** Attempts that are right, turned verdicts counted as turned; null where nothing is turned. */
  readonly rightTurned: number | null
  readonly trains: TrainedSeats | null
  readonly token: boolean
  /** Since the step began. */
  readonly answered: number
  readonly asked: readonly (GateName | 'valid')[]
  readonly compared: number
  readonly live: boolean
  /** Readings of the source that was started last. */
  readonly measured: number
}

export function satisfied(wait: Wait, seen: PageSnapshot): boolean {
  switch (wait.kind) {
    case 'phase':
      return seen.phase !== null && phases.indexOf(seen.phase) >= phases.indexOf(wait.phase)
    case 'right':
      return seen.rightTurned === wait.right
    case 'learns':
      return seen.trains === wait.trains
    case 'view':
      return seen.view === wait.view
    case 'token':
      return seen.token
    case 'answered':
      return seen.answered > 0
    case 'asked':
      return seen.asked.includes(wait.gate)
    case 'compared':
      return seen.compared >= wait.runs
    case 'measured':
      return seen.measured >= wait.readings
    case 'live':
      return seen.live
  }
}

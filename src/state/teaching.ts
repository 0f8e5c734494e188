// The lesson that is open: where it stands, what it opens, and whether what it waits for has been done.
// Reads the page's other stores; changes them only where a step opens a place.

import { problem } from '../problems'
import { parseGate } from '../config/schema'
import { keepAnswers, keptAnswers } from './writtenAnswers'
import type { App } from './app'
import {
  parseLesson,
  parseLessonLink,
  satisfied,
  type Lesson,
  type Place,
  type PageSnapshot,
  type Step,
} from './lesson'
import { current } from './stepper'
import { endOf, positionAt } from './timeline'
import { asPlayed, recomputed } from './whatIf'
import { openEpisode } from './view'

/** What the page is like at the moment. */
export function seenIn(app: App): PageSnapshot {
  const view = app.view.getState()
  const { source, run } = app.session.getState()
  const { answers, questions } = app.play.getState()
  const { since } = app.teaching.getState()
  const now = current(app)
  const turned =
    now === null || run === null || view.whatIf.flipped.length === 0
      ? null
      : recomputed(now.episode, run, view.whatIf).attempts.filter(
          ({ candidate, verdict }) => candidate === now.candidate && verdict === 'right',
        ).length
  return {
    view: view.view,
    phase:
      now === null || (view.view !== 'episodes' && view.view !== 'home')
        ? null
        : positionAt(now.timeline, view.tick).phase,
    rightTurned: turned,
    trains: view.whatIf.trains,
    token: view.pin !== null,
    answered: answers.length - since.answers,
    asked: questions
      .slice(since.questions)
      .map(({ valid, gates }) =>
        valid ? 'valid' : (gates.find(({ passed }) => !passed)?.gate ?? parseGate),
      ),
    compared: view.compare.length,
    live: source === 'live',
    measured: app.measuring.getState().count,
  }
}

async function open(app: App, place: Place): Promise<void> {
  if (place.round !== undefined) {
    openEpisode(app.view, place.round, place.episode ?? 0)
    await app.loadEpisodes(place.round)
  }
  app.view.setState({
    playing: false,
    speed: 'phase',
    whatIf: asPlayed,
    ...(place.candidate === undefined ? {} : { candidate: place.candidate }),
    ...(place.compare === undefined ? {} : { compare: place.compare }),
  })
  const now = current(app)
  if (place.phase !== undefined && now !== null)
    app.view.setState({ tick: endOf(now.timeline, place.phase), round: now.round })
  app.go(place.view)
}

function stepAt(app: App, step: number): Step | undefined {
  return app.teaching.getState().lesson?.steps[step]
}

/** Goes to a step: its place is opened, and from now on it waits. */
export async function goToStep(app: App, step: number): Promise<void> {
  const next = stepAt(app, step)
  if (next === undefined) return
  const { answers, questions } = app.play.getState()
  app.teaching.setState({
    step,
    done: next.wait === undefined,
    since: { answers: answers.length, questions: questions.length },
  })
  if (next.at !== undefined) {
    app.teaching.setState({ opening: true })
    await open(app, next.at).finally(() => app.teaching.setState({ opening: false }))
  }
  look(app)
}

/** Whether the step's action has been done by now; once done it stays so. */
export function look(app: App): void {
  const { lesson, step, done } = app.teaching.getState()
  const wait = lesson?.steps[step]?.wait
  if (done || wait === undefined) return
  if (satisfied(wait, seenIn(app))) app.teaching.setState({ done: true })
}

export function nextStep(app: App): void {
  const { lesson, step, done } = app.teaching.getState()
  if (lesson === null || !done) return
  if (step + 1 >= lesson.steps.length) leaveLesson(app)
  else void goToStep(app, step + 1)
}

export function previousStep(app: App): void {
  const { step } = app.teaching.getState()
  if (step > 0) void goToStep(app, step - 1)
}

/** `address`: what the page's address calls it, where it can be opened by one. */
export async function beginLesson(app: App, lesson: Lesson, address: string | null = null): Promise<void> {
  app.teaching.setState({
    lesson,
    address,
    step: 0,
    done: false,
    failure: null,
    written: keptAnswers(app.env.keep, lesson),
  })
  const wanted = lesson.recording ?? app.env.featured
  if (app.session.getState().source !== 'recording' || app.recordingName() !== wanted)
    await app.watchRecording(wanted, true)
  await goToStep(app, 0)
}

/** Leaves where the lesson stood: the page stays as it is, with everything to be seen again. */
export function leaveLesson(app: App): void {
  const { trying } = app.teaching.getState()
  app.teaching.setState({ lesson: null, address: null, step: 0, done: true, trying: false })
  if (trying) app.go('lessons')
}

/** Shows the builder's lesson as a class will see it; leaving it leads back to the builder. */
export async function tryLesson(app: App, lesson: Lesson): Promise<void> {
  app.teaching.setState({ draft: lesson, trying: true })
  await beginLesson(app, lesson)
}

/** Writes an answer to the question of the step that is open. */
export function write(app: App, answer: string): void {
  const { lesson, step, written } = app.teaching.getState()
  if (lesson === null) return
  const now = { ...written, [step]: answer }
  app.teaching.setState({ written: now })
  keepAnswers(app.env.keep, lesson, now)
}

export interface LessonEntry {
  readonly id: string
  readonly title: string
  readonly about: string
  readonly minutes: number
}

/** The lessons that ship, in the first of these languages that has them. */
export async function listLessons(app: App, languages: readonly string[]): Promise<readonly LessonEntry[]> {
  for (const each of languages) {
    const response = await app.env.fetcher(`${app.env.lessons}/${each}/index.json`).catch(() => null)
    const list: unknown = response?.ok === true ? await response.json().catch(() => null) : null
    if (Array.isArray(list)) return list as LessonEntry[]
  }
  return []
}

/** By the name of one that ships, or by a link that holds it all. */
export async function openLesson(app: App, name: string, languages: readonly string[]): Promise<boolean> {
  const read = name.startsWith('~') ? parseLessonLink(name) : await shipped(app, name, languages)
  if (read === null || !read.ok) {
    app.teaching.setState({ failure: read === null ? 'missing' : read.error.message })
    app.trouble(read === null ? problem('lesson', { name }) : read.error)
    return false
  }
  await beginLesson(app, read.value, name)
  return true
}

async function shipped(
  app: App,
  name: string,
  languages: readonly string[],
): Promise<ReturnType<typeof parseLesson> | null> {
  if (!/^[\w-]+$/.test(name)) return null
  for (const each of languages) {
    const response = await app.env.fetcher(`${app.env.lessons}/${each}/${name}.json`).catch(() => null)
    if (response?.ok === true && !(response.headers.get('content-type') ?? '').includes('text/html'))
      return parseLesson(await response.text())
  }
  return null
}

// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { parseLessonLink } from '../../state/lesson'
import { fakeApp } from '../../state/fakeApp'
import { renderView } from '../renderView'
import { words } from '../strings'
import { leaveLesson } from '../../state/teaching'
import Builder from './Builder'
import Collected from './Collected'
import LessonPanel from './LessonPanel'
import Lessons from './Lessons'

const t = words.lessons
const b = t.builder

describe('the list of lessons', () => {
  it('shows those that ship, and begins one', async () => {
    const list = [{ id: 'one', title: 'First', about: 'About it.', minutes: 5 }]
    const { app } = fakeApp({
      env: {
        fetcher: (url) =>
          Promise.resolve(
            url === 'lessons/en/index.json'
              ? new Response(JSON.stringify(list))
              : new Response('', { status: 404 }),
          ),
      },
    })
    const page = await renderView(app, <Lessons />)
    expect(page.text()).toContain(t.number('1', '5'))
    await page.click(t.begin('First'))
    expect(app.teaching.getState().failure).toBe('missing')
    expect(app.session.getState().errors.map(({ failure }) => failure.code)).toEqual(['lesson'])
  })
})

describe('an open lesson', () => {
  it('lets a person on only when what it waits for is done, and leaves at its end', async () => {
    const { app } = fakeApp()
    app.teaching.setState({
      lesson: {
        v: 1,
        id: 'l',
        title: 'Lesson',
        about: '',
        minutes: 1,
        hide: [],
        steps: [
          { title: 'Go', text: 'Go there.', wait: { kind: 'view', view: 'runs' } },
          { title: 'End', text: 'Done.' },
        ],
      },
      step: 0,
      done: false,
    })
    const page = await renderView(app, <LessonPanel />)
    expect(page.text()).toContain(t.waits({ kind: 'view', view: 'runs' }))
    expect(page.enabled(t.next)).toBe(false)
    await page.settle(() => app.go('runs'))
    expect(page.text()).toContain(t.done)
    await page.click(t.next)
    expect(page.text()).toContain('Done.')
    await page.click(t.finish)
    expect(app.teaching.getState().lesson).toBeNull()
  })
})

describe('the builder of lessons', () => {
  it('makes a link of the whole lesson once everything has a title', async () => {
    const { app } = fakeApp()
    const page = await renderView(app, <Builder />)
    expect(page.text()).toContain(b.untitled)
    expect(page.enabled(b.link)).toBe(false)
    await page.write(b.title, 'My lesson')
    await page.write(b.stepTitle, 'First')
    await page.choose(b.wait, 'right')
    await page.write(b.detail, '3')
    await page.click(b.hides.navigation)
    await page.click(b.link)
    const link = page.root.querySelector<HTMLInputElement>('[data-testid="builder-link-text"]')?.value ?? ''
    expect(parseLessonLink(new URL(link).hash.replace('#lesson=', ''))).toMatchObject({
      ok: true,
      value: {
        title: 'My lesson',
        hide: ['navigation'],
        steps: [{ title: 'First', wait: { kind: 'right', right: 3 } }],
      },
    })
  })

  it('adds, moves and removes steps, and takes the page’s place for one', async () => {
    const { app } = fakeApp()
    app.view.setState({ view: 'train' })
    const page = await renderView(app, <Builder />)
    const titles = (): string[] =>
      [...page.root.querySelectorAll<HTMLInputElement>('li input.input:not([type])')].map(
        ({ value }) => value,
      )
    await page.write(b.stepTitle, 'A')
    await page.click(b.add)
    await page.click(b.down('1'))
    expect(titles()).toEqual(['', 'A'])
    await page.click(b.here)
    expect(page.text()).toContain(b.placeIs(words.shell.views.train, '', ''))
    await page.click(b.remove('1'))
    expect(titles()).toEqual(['A'])
    expect(page.enabled(b.remove('1'))).toBe(false)
  })
})

describe('a question with free text', () => {
  const lesson = {
    v: 1,
    id: 'l',
    title: 'Lesson',
    about: '',
    minutes: 1,
    hide: [],
    steps: [{ title: 'Think', text: '', ask: 'What will happen?' }],
  } as const

  it('is answered by the pupil, saved as a file, and collected by the teacher', async () => {
    const saved: [string, Blob][] = []
    const env = { save: (name: string, data: Blob) => void saved.push([name, data]) }
    const { app } = fakeApp({ env })
    app.teaching.setState({ lesson, step: 0, done: true })
    const page = await renderView(app, <LessonPanel />)
    await page.write('What will happen?', 'It learns.')
    await page.write(t.answers.name, 'Ada')
    await page.settle(() => page.root.querySelector('form')?.requestSubmit())
    const [[name, data] = ['', new Blob()]] = saved
    expect(name).toBe('lesson-ada-answers.json')

    const teacher = await renderView(app, <Collected />)
    const input = teacher.root.querySelector<HTMLInputElement>('[data-testid="answer-files"]')
    if (input === null) throw new Error('there is no way to open files')
    Object.defineProperty(input, 'files', { value: [new File([data], name), new File(['{}'], 'other.json')] })
    await teacher.settle(() => input.dispatchEvent(new Event('change', { bubbles: true })))
    expect(teacher.text()).toContain('AdaIt learns.')
    expect(app.session.getState().errors.map(({ failure }) => failure.code)).toEqual(['answers-file'])
    await teacher.click(t.answers.csv)
    expect(saved.at(-1)?.[0]).toBe(t.answers.csvName)
  })
})

describe('trying a lesson', () => {
  it('shows it as a class sees it, and leads back to the builder with everything in it', async () => {
    const { app } = fakeApp()
    const page = await renderView(app, <Builder />)
    await page.write(b.title, 'My lesson')
    await page.write(b.stepTitle, 'First')
    await page.write(b.text, 'Look at the passage.')
    expect(page.root.querySelector('.step-preview')?.textContent).toContain('Look at the passage.')
    await page.click(b.try)
    expect(app.teaching.getState()).toMatchObject({ lesson: { title: 'My lesson' }, trying: true })
    leaveLesson(app)
    expect(app.view.getState().view).toBe('lessons')
    expect(app.teaching.getState().draft).toMatchObject({ id: 'my-lesson', steps: [{ title: 'First' }] })
  })
})

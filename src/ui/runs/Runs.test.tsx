// @vitest-environment happy-dom
import { beforeAll, describe, expect, it } from 'vitest'
import { sampleEpisode, sampleRun } from '../../replay/samples'
import { fakeApp } from '../../state/fakeApp'
import { renderView } from '../renderView'
import { words } from '../strings'
import { RunCard } from './RunCard'
import Runs from './Runs'

const t = words.runs

async function card(env: Parameters<typeof fakeApp>[0] = {}) {
  const fake = fakeApp(env)
  await fake.app.goLive()
  return { ...fake, page: await renderView(fake.app, <RunCard run={sampleRun('r', 2)} open={false} />) }
}

describe('a kept run', () => {
  it('is deleted only after a question', async () => {
    const { page, sent } = await card()
    await page.click(t.remove)
    expect(page.text()).toContain(t.removeSure('Run r'))
    await page.click(t.cancel)
    expect(sent).toEqual([])
    await page.click(t.remove)
    const sure = [...page.root.querySelectorAll('dialog button')].find(
      ({ textContent }) => textContent === t.remove,
    )
    await page.settle(() => sure?.dispatchEvent(new MouseEvent('click', { bubbles: true })))
    expect(sent).toEqual([{ kind: 'run.remove', run: 'r' }])
  })

  it('is exported with or without its passages', async () => {
    const { page, sent } = await card()
    await page.click(t.exportRun)
    await page.click(t.withoutPassages)
    await page.click(t.exportRun)
    await page.click(t.withPassages)
    expect(sent).toEqual([
      { kind: 'run.export', run: 'r', passages: false },
      { kind: 'run.export', run: 'r', passages: true },
    ])
  })

  it('goes on elsewhere: its folder with every document, and what is typed there', async () => {
    const { page, sent } = await card()
    await page.click(t.continueRun)
    expect(page.text()).toContain('unzip run-r.spice-run.zip -d runs/run-r')
    expect(page.text()).toMatch(/run --resume --out runs\/run-r --rounds \d+ --machine "torchrun /)
    await page.click(t.continueDownload)
    expect(sent).toEqual([{ kind: 'run.export', run: 'r', passages: true, documents: true }])
  })

  it('shows the best question of its newest round', async () => {
    const { page } = await card()
    const best = page.root.querySelector('[data-testid=best-question]')
    expect(best?.textContent).toContain(sampleEpisode(1).candidates[0]?.task?.question ?? 'a question')
  })

  it('says what it was computed on', async () => {
    const run = { ...sampleRun('r', 2), device: 'torch 2.15.0 on cpu, 2 processes (gloo)' }
    const page = await renderView(fakeApp().app, <RunCard run={run} open={false} />)
    expect(page.text()).toContain(`${t.computedOn}${run.device}`)
  })

  it('shows its name in a field to rename it, and takes the field away again', async () => {
    const { page } = await card()
    await page.click(t.rename)
    expect(page.root.querySelector<HTMLInputElement>(`[aria-label="${t.rename}"]`)?.value).toBe('Run r')
    expect(page.has(t.save)).toBe(true)
    await page.click(t.rename)
    expect(page.has(t.save)).toBe(false)
  })

  it('takes a note and tags', async () => {
    const { page, sent } = await card()
    await page.click(t.notes.edit)
    const [note, tags] = page.root.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(
      '[data-testid=notes-form] :is(textarea, input)',
    )
    await page.settle(() => {
      for (const [field, text] of [
        [note, 'For class 9b.'],
        [tags, 'class, first'],
      ] as const) {
        if (field === undefined) throw new Error('no field')
        Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value')?.set?.call(field, text)
        field.dispatchEvent(new Event('input', { bubbles: true }))
      }
    })
    await page.click(t.save)
    expect(sent).toEqual([
      { kind: 'run.annotate', run: 'r', note: 'For class 9b.', tags: ['class', 'first'] },
    ])
    expect(page.root.querySelector('[data-testid=notes-form]')).toBeNull()
  })

  it('opens; in a tab that only reads it cannot be changed', async () => {
    const { page, sent, app } = await card({ kept: { runs: [sampleRun('r', 2)] } })
    await page.settle(() => app.view.setState({ ownership: 'reader' }))
    expect([t.open, t.rename, t.exportRun, t.remove].map((name) => page.enabled(name))).toEqual([
      true,
      false,
      false,
      false,
    ])
    await page.settle(() => app.view.setState({ ownership: 'owner' }))
    await page.click(t.open)
    expect(sent).toEqual([{ kind: 'run.open', run: 'r' }])
    expect(app.view.getState().view).toBe('train')
  })
})

describe('the shelf', () => {
  beforeAll(() => Promise.all([import('../study/Studies'), import('../compare/Compare'), import('./Trial')]))
  it('lists the runs, newest first, and how full the browser is', async () => {
    const { app } = fakeApp({ kept: { runs: [sampleRun('old'), { ...sampleRun('new'), created: 9 }] } })
    const page = await renderView(app, <Runs />)
    await page.settle()
    expect(
      [...page.root.querySelectorAll<HTMLElement>('[data-testid="run"]')].map(
        ({ dataset }) => dataset['run'],
      ),
    ).toEqual(['new', 'old'])
    expect(page.text()).toContain(t.usage('1 B', '10 B'))
    expect(page.root.querySelectorAll('[data-testid="sparkline"] polyline')).toHaveLength(2)
  })

  it('shows only the runs with the tag that is pressed, and their note', async () => {
    const runs = [
      { ...sampleRun('old'), tags: ['class', 'first'], note: 'For class 9b.' },
      { ...sampleRun('new'), created: 9 },
    ]
    const page = await renderView(fakeApp({ kept: { runs } }).app, <Runs />)
    await page.settle()
    const shown = () =>
      [...page.root.querySelectorAll<HTMLElement>('[data-testid="run"]')].map(({ dataset }) => dataset['run'])
    expect(shown()).toEqual(['new', 'old'])
    await page.click('first')
    expect(shown()).toEqual(['old'])
    expect(page.text()).toContain('For class 9b.')
    expect(page.text()).toContain(t.notes.found('1', '2'))
  })
})

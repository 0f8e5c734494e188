// A person's whole way through the lab on real documents: drop, warm start, rounds, charts, episodes, and
// everything that can come between: a second tab, a reload, a GPU process that crashes, a run that is deleted
// and brought back.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import type { Episode, RoundMetrics, WarmStartPoint } from '../../src/protocol/records'
import { seldomCurves } from '../../src/state/curves'
import { phases } from '../../src/state/timeline'
import { words } from '../../src/ui/strings/index'
import { crashGpuProcess, drop, faultsOf, kept, roundsDone, state, test, waitForRounds } from './lab'
import { chartNames, expectTwinToEqual, readExport, type ExportedRun } from './exportedRun'

const documents = join(import.meta.dirname, '../fixtures/documents')
const broken = ['documents/broken.pdf', 'documents/locked.pdf']
const rounds = 12
const warmSteps = 80
/**
 * Small enough for a software adapter; one answer type, since a warm start this short learns one form of
 * question at most.
 */
const link = `#v=1&preset=nano&seed=1&warmStart.steps=${warmSteps}&warmStart.languageShare=0&warmStart.openBookShare=0&game.rounds=${rounds}&game.passages=3&game.temperature=0.5&game.answerTypes=string&gates.active=parse`

const runName = 'My documents'

const button = (page: Page, name: string) => page.getByRole('main').getByRole('button', { name, exact: true })
const place = (page: Page, name: keyof typeof words.shell.views) =>
  page.getByRole('navigation').getByRole('button', { name: words.shell.views[name], exact: true })

test('documents are dropped, a model learns from them, and nothing that happens on the way loses the run', async ({
  page,
  context,
  elsewhere,
}) => {
  const faults = faultsOf(page)
  await page.goto(`./${link}`)

  await test.step('a folder is dropped: its documents come in, and a broken one gets its one line', async () => {
    await drop(page, documents)
    const outcome = page.getByTestId('files-outcome')
    const files = readdirSync(documents).map((name) => `documents/${name}`)
    await expect(outcome.getByRole('listitem')).toHaveCount(files.length, { timeout: 120_000 })
    const failed = outcome.locator('[data-failed=true]')
    expect((await failed.locator('.path').allInnerTexts()).map((path) => path.trim()).sort()).toEqual(broken)
    for (const line of await failed.allInnerTexts())
      expect(line).toMatch(/is (a damaged PDF|password-protected)\. \S.*\.$/s)
    const came = await outcome.locator('[data-failed=false] .path').allInnerTexts()
    expect(came.map((path) => path.trim()).sort()).toEqual(
      files.filter((path) => !broken.includes(path)).sort(),
    )
    const corpus = page.getByTestId('corpus-detail')
    const there = (await kept(page, 'documents')).length
    expect(there).toBeGreaterThanOrEqual(came.length)
    await expect(corpus.getByTestId('count-documents')).toHaveText(String(there))
    await expect(corpus.getByTestId('count-duplicates')).toHaveText('0')
    await page.reload()
    await expect(corpus.getByTestId('count-documents')).toHaveText(String(there))
    await page.goto(`./${link}`)
    await page.reload()
  })

  await test.step('a run starts, and the loss of its warm start is drawn as it falls', async () => {
    await button(page, words.train.start).click()
    await expect(state(page)).toHaveAttribute('data-state', 'warming', { timeout: 120_000 })
    await expect(page.getByTestId('chart-warmStart').locator('path.recharts-line-curve')).toBeVisible({
      timeout: 60_000,
    })
    await expect(page.getByTestId('device')).toContainText(/\S/)
    console.log(`device: ${await page.getByTestId('device').innerText()}`)
  })

  await test.step('the run is named while it learns', async () => {
    await place(page, 'runs').click()
    const card = page.getByTestId('run')
    await card.getByRole('button', { name: words.runs.rename, exact: true }).click()
    await card.getByRole('textbox', { name: words.runs.rename }).fill(runName)
    await card.getByRole('button', { name: words.runs.save, exact: true }).click()
    await expect(card.getByRole('heading', { name: runName })).toBeVisible()
    await place(page, 'train').click()
    await expect(page.getByTestId('run-name')).toHaveText(runName)
  })

  await test.step('a second tab is told that it only reads', async () => {
    const second = await context.newPage()
    await second.goto('./#view=train')
    await expect(second.getByTestId('reader')).toHaveText(words.shell.reader)
    await expect(second.getByTestId('run-name')).toHaveText(await page.getByTestId('run-name').innerText())
    const controls = second.getByRole('group', { name: words.train.title })
    for (const name of [new RegExp(`^(${words.train.start}|${words.train.goOn})$`), words.train.step])
      await expect(controls.getByRole('button', { name })).toBeDisabled()
    await second.close()
  })

  const before =
    await test.step('it reloads in the middle of its rounds and goes on from its last checkpoint', async () => {
      await waitForRounds(page, 2)
      await page.reload()
      const told = await kept<RoundMetrics>(page, 'metrics')
      await waitForRounds(page, told.length + 1)
      await expect(page.getByTestId('run-name'), 'the name outlives rounds and a reload').toHaveText(runName)
      return told
    })
  expect(before.length).toBeGreaterThanOrEqual(2)
  expect(await roundsDone(page), 'the run is still in the middle').toBeLessThan(rounds)

  await test.step('its GPU process crashes, and it goes on to its end', async () => {
    const lost = page.getByTestId('lost').waitFor({ timeout: 60_000 })
    await crashGpuProcess(page)
    await lost
    await expect(state(page)).toHaveAttribute('data-state', 'finished', { timeout: 180_000 })
    await waitForRounds(page, rounds)
  })

  const exported =
    await test.step('what it recorded is whole: no round twice, none missing, none changed', async () => {
      const metrics = await kept<RoundMetrics>(page, 'metrics')
      expect(metrics.map(({ round }) => round)).toEqual([...Array(rounds).keys()])
      expect(metrics.slice(0, before.length)).toEqual(before)
      const points = await kept<WarmStartPoint>(page, 'warmStart')
      expect(points.at(-1)?.step).toBe(warmSteps)
      expect(new Set(points.map(({ step }) => step)).size).toBe(points.length)
      expect(points.at(-1)?.loss ?? NaN).toBeLessThan(points[0]?.loss ?? NaN)
      const file = await exportRun(page)
      expect(file.names).toEqual(
        expect.arrayContaining([
          'manifest.json',
          'run.json',
          'config.json',
          'metrics.jsonl',
          'episodes.jsonl',
          'warmstart.jsonl',
          'tokenizer.json',
          `checkpoints/${rounds}.safetensors`,
        ]),
      )
      expect(file.metrics).toHaveLength(rounds)
      return file
    })

  await test.step("every cell of every chart's table twin equals metrics.jsonl", async () => {
    await place(page, 'train').click()
    // No measure of documents was asked for: a chart of it would be empty.
    for (const chart of seldomCurves) await expect(page.getByTestId(`chart-${chart}`)).toHaveCount(0)
    for (const chart of chartNames.filter((name) => !seldomCurves.includes(name)))
      await expectTwinToEqual(page, chart, exported)
  })

  await test.step('from a chart to an episode, and through its phases and back, by keyboard alone', async () => {
    await stepThroughByKeyboard(page, exported)
  })

  await test.step('first weights against last in the arena, and a file of questions for both', async () => {
    await place(page, 'runs').click()
    const trial = page.getByTestId('trial')
    const [first, last] = [words.ask.warm, words.ask.rounds(String(rounds))]
    const pick = (name: string, seat: 'challenger' | 'reasoner') =>
      trial
        .getByRole('row')
        .filter({ hasText: name })
        .getByRole('checkbox', { name: words.trial.as(words.trial[seat], '') })
        .check()
    await expect(trial.getByTestId('play-arena')).toBeDisabled()
    await pick(last, 'challenger')
    for (const name of [first, last]) await pick(name, 'reasoner')
    await trial.getByTestId('play-arena').click()
    const map = trial.getByTestId('arena-map').first()
    await expect(map.getByRole('row')).toHaveCount(2, { timeout: 120_000 })
    await expect(map.getByRole('columnheader')).toHaveCount(3)
    const questions = [
      '{"question":"Ada has 2 figs. She buys 3. How many has she?","answer":"<<2+3=5>> #### 5"}',
      '{"question":"Which is a colour?","options":["red","seven"],"answer":"A"}',
    ]
    const file = (lines: readonly string[]) => ({
      name: 'mine.jsonl',
      mimeType: 'application/jsonl',
      buffer: Buffer.from(lines.join('\n')),
    })
    await trial.getByTestId('benchmark-file').setInputFiles(file([...questions, '{"question":"And this?"}']))
    await expect(page.getByTestId('trouble').filter({ hasText: 'mine.jsonl, line 3' })).toBeVisible()
    await trial.getByTestId('benchmark-file').setInputFiles(file(questions))
    const rows = trial.getByTestId('benchmark').getByRole('row')
    await expect(rows).toHaveCount(3, { timeout: 120_000 })
    for (const row of [1, 2])
      expect(['0', '0.5', '1']).toContain(await rows.nth(row).locator('data').getAttribute('value'))
  })

  await test.step('the run is deleted, brought back from its file, and shows the same numbers', async () => {
    await place(page, 'runs').click()
    const path = await saveRun(page)
    await page.getByTestId('run').getByRole('button', { name: words.runs.remove, exact: true }).click()
    await page.getByRole('dialog').getByRole('button', { name: words.runs.remove, exact: true }).click()
    await expect(page.getByTestId('run')).toHaveCount(0)
    expect(await kept(page, 'episodes')).toEqual([])
    await page.getByTestId('import').setInputFiles(path)
    await expect(page.getByTestId('run')).toHaveCount(1)
    await place(page, 'train').click()
    await expect(state(page)).toHaveAttribute('data-rounds', String(rounds))
    for (const chart of ['passRate', 'validity', 'gradNorm'] as const)
      await expectTwinToEqual(page, chart, exported)
  })

  expect(faults).toEqual([])
  expect(elsewhere).toEqual([])
})

test('a request to another origin would have been seen', async ({ page, elsewhere }) => {
  const faults = faultsOf(page)
  // A page without a policy: what is served here has one.
  await page.goto('about:blank')
  await page.evaluate(() => fetch('http://elsewhere.invalid/pixel', { mode: 'no-cors' }))
  expect(elsewhere).toEqual(['http://elsewhere.invalid/pixel'])
  elsewhere.length = 0
  // The page's own policy stops it before it leaves.
  await page.goto('./')
  await page.evaluate(() =>
    fetch('http://elsewhere.invalid/pixel', { mode: 'no-cors' }).catch(() => undefined),
  )
  expect(elsewhere).toEqual([])
  expect(faults.join('\n')).toMatch(/Content Security Policy/)
})

/** From the list of runs: the run's only file, with its passages. */
async function saveRun(page: Page): Promise<string> {
  await page.getByTestId('run').getByRole('button', { name: words.runs.exportRun, exact: true }).click()
  const download = page.waitForEvent('download')
  await page.getByRole('dialog').getByRole('button', { name: words.runs.withPassages, exact: true }).click()
  const file = await download
  expect(file.suggestedFilename()).toMatch(/\.spice-run\.zip$/)
  return file.path()
}

async function exportRun(page: Page): Promise<ExportedRun> {
  await place(page, 'runs').click()
  return readExport(new Uint8Array(readFileSync(await saveRun(page))))
}

async function stepThroughByKeyboard(page: Page, { episodes }: ExportedRun): Promise<void> {
  const wanted = episodes.find(({ attempts }) => attempts.length > 0)
  if (wanted === undefined)
    throw new Error('no round had a valid task: the warm start was too short for this test')
  const chart = page.getByTestId('chart-passRate').getByRole('slider')
  for (
    let tabs = 0;
    tabs < 60 && !(await chart.evaluate((slider) => slider === document.activeElement));
    tabs++
  )
    await page.keyboard.press('Tab')
  await expect(chart).toBeFocused()
  await page.keyboard.press('Home')
  for (let round = 0; round < wanted.round; round++) await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('round-picker')).toHaveValue(String(wanted.round))
  await expect(page.getByTestId('episode-list').getByRole('button')).toHaveCount(
    episodes.filter(({ round }) => round === wanted.round).length,
  )
  for (let episode = 0; episode < wanted.episode; episode++) await page.keyboard.press('n')

  const phase = page.getByTestId('track')
  await expect(phase).toHaveAttribute('data-phase', 'passage')
  await expectEpisode(page, wanted, 0)
  for (const [index, name] of phases.entries()) {
    if (index === 0) continue
    await page.keyboard.press('Space')
    await expect(phase).toHaveAttribute('data-phase', name)
    await expectEpisode(page, wanted, index)
  }
  for (const name of phases.toReversed().slice(1)) {
    await page.keyboard.press('Backspace')
    await expect(phase).toHaveAttribute('data-phase', name)
  }
}

/** What stands on the page once phase `index` is complete, against the episode's record. */
async function expectEpisode(page: Page, episode: Episode, index: number): Promise<void> {
  const reached = (name: (typeof phases)[number]): boolean => phases.indexOf(name) <= index
  const challenger = page.locator('[data-seat=challenger].lane')
  const reasoner = page.locator('[data-seat=reasoner].lane')
  const chosen = episode.candidates[episode.chosen ?? -1]
  if (chosen?.task == null) throw new Error('the episode has no chosen task')
  expect(await challenger.locator('blockquote').textContent()).toBe(episode.passage.text)
  expect(await challenger.getByTestId('prompt-challenger').locator('.chips').getAttribute('data-text')).toBe(
    episode.prompts.challenger.text,
  )
  await expect(reasoner.getByTestId('absent')).toBeVisible()
  expect(await reasoner.textContent()).not.toContain(episode.passage.text)
  await expect(page.getByTestId('task')).toHaveCount(reached('question') ? 1 : 0)
  if (reached('question')) await expect(page.getByTestId('task')).toContainText(chosen.task.gold)
  await expect(page.getByTestId('gates').getByRole('listitem')).toHaveCount(
    reached('gates') ? chosen.gates.length : 0,
  )
  if (reached('gates')) {
    expect(await reasoner.getByTestId('asked').textContent()).toContain(chosen.task.question)
    expect(await reasoner.getByTestId('prompt-reasoner').locator('.chips').getAttribute('data-text')).toBe(
      episode.prompts.reasoner?.text,
    )
  }
  const attempts = episode.attempts.filter(({ candidate }) => candidate === episode.chosen)
  await expect(page.getByTestId('attempt')).toHaveCount(reached('attempts') ? attempts.length : 0)
  if (reached('verdicts')) {
    const verdicts = await page
      .getByTestId('attempt')
      .evaluateAll((items) => items.map((item) => (item as HTMLElement).dataset.verdict))
    expect(verdicts).toEqual(attempts.map(({ verdict }) => verdict))
  }
  await expect(page.getByTestId('formula')).toHaveCount(reached('rewards') ? 1 : 0)
  await expect(page.getByTestId('advantages-challenger')).toHaveCount(reached('advantages') ? 1 : 0)
}

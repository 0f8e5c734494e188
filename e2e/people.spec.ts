// Three people, each from a cold page to what they came for: a newcomer who wants to see what this is, a
// teacher who prepares and shows a lesson, a researcher who wants to know whether it is real. No request
// leaves for another origin (fixtures/page).
import { readFileSync } from 'node:fs'
import type { StudyReport } from '../src/protocol/studyReport'
import { words } from '../src/ui/strings/index'
import { expect, keepRun, recorded, test, unfoldCharts, wholeRecording, withoutGpu } from './fixtures/page'

const studies = new URL('../public/studies/', import.meta.url)
const [shown = ''] = JSON.parse(readFileSync(new URL('index.json', studies), 'utf8')) as string[]
const report = JSON.parse(readFileSync(new URL(`${shown}/report.json`, studies), 'utf8')) as StudyReport

test('a newcomer with a phone and no GPU: sees it play, takes it over, plays against the model in both seats, and hears what it would need @long', async ({
  watched: page,
}) => {
  await withoutGpu(page)
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto('./')
  const stepper = page.getByTestId('stepper')
  await expect.poll(async () => Number(await stepper.getAttribute('data-tick'))).toBeGreaterThan(2)
  await page.getByRole('button', { name: 'Pause' }).click()
  await page.getByRole('button', { name: 'phase', exact: true }).click()
  while ((await page.getByTestId('track').getAttribute('data-phase')) !== 'rewards')
    await stepper.getByRole('button', { name: 'Next', exact: true }).click()
  await expect(page.getByTestId('formula')).toBeVisible()
  // Every step of the way fits the phone.
  expect(
    await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
  ).toBeLessThanOrEqual(0)
  const rivalry = page.getByTestId('rivalry')
  const picture = rivalry.locator('svg[data-round]')
  const scrub = rivalry.getByRole('slider')
  await scrub.focus()
  await page.keyboard.press('Home')
  await expect(picture).toHaveAttribute('data-round', '0')
  const atFirst = await picture.locator('.dot').count()
  await page.keyboard.press('End')
  await expect(picture).not.toHaveAttribute('data-round', '0')
  expect(await picture.locator('.dot').count()).toBeGreaterThan(atFirst)
  await page.getByRole('button', { name: 'See the whole run' }).click()
  await expect(page.getByTestId('story-real')).toBeVisible()
  await page.getByRole('navigation').getByRole('button', { name: 'Play' }).click()
  const answer = page.getByTestId('person-answer')
  const question = await page.locator('p.asked').innerText()
  await answer.fill('7')
  // The recording goes on meanwhile, by several rounds, and nothing that was written is lost.
  await page.waitForTimeout(4000)
  await expect(answer).toHaveValue('7')
  expect(await page.locator('p.asked').innerText()).toBe(question)
  await answer.press('Enter')
  await expect(page.getByTestId('person-verdict')).toBeVisible()
  await expect(page.getByTestId('person-score')).toContainText('1 answered')
  const turned = page.locator('.attempts .attempt')
  await expect(turned).toHaveCount(0)
  await page.getByTestId('turn-over').click()
  await expect(turned).toHaveCount(1)
  await page.getByRole('button', { name: words.live.stakes.turnAll }).click()
  await expect(page.getByTestId('scoreboard')).toContainText(/You\s*[01]\s*:\s*[\d.]+\s*The model/)
  // In the other seat a question that the gates stop is told in plain words what they want.
  await page.getByTestId('seat-challenger').click()
  await page.getByTestId('person-question').fill('How many are there?')
  await page.getByTestId('person-gold').fill('987654')
  await page.getByTestId('person-ask').click()
  await expect(page.getByTestId('person-wants')).toContainText(words.live.wants.goldInPassage)
  await page.getByRole('navigation').getByRole('button', { name: words.shell.views.ask }).click()
  const pairs = page.getByTestId('probe-pairs')
  await expect(pairs.getByRole('columnheader')).toHaveCount(4)
  await pairs.getByRole('checkbox').check()
  expect(await pairs.locator('td[data-right=true]').count()).toBeGreaterThan(0)
  await page.locator('.brand').click()
  await page.getByRole('button', { name: 'What to do' }).click()
  await expect(page.getByTestId('gpu-guide')).toBeInViewport()
})

test('a teacher: begins a lesson, shows it large, makes one of their own, and the class opens its link @long', async ({
  watched: page,
  context,
}) => {
  await page.setViewportSize({ width: 1280, height: 720 })
  await page.goto('./')
  await page.getByTestId('first-lesson').click()
  const panel = page.getByTestId('lesson')
  await expect(panel).toBeVisible()
  await page.locator('main').focus()
  await page.keyboard.press('v')
  await expect(page.getByRole('navigation')).toBeHidden()
  // Large type, the whole width, and nothing that sticks out.
  expect(
    await page.evaluate(() => parseFloat(getComputedStyle(document.documentElement).fontSize)),
  ).toBeGreaterThanOrEqual(20)
  const main = await page.locator('main').boundingBox()
  expect(main?.width ?? 0).toBeGreaterThan(1200)
  expect(
    await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
  ).toBeLessThanOrEqual(0)
  const sentence = page.getByTestId('sentence')
  const first = await sentence.innerText()
  await page.keyboard.press(' ')
  await expect(sentence).not.toHaveText(first)
  await expect(sentence).toBeInViewport()
  // A clicker moves it too, wherever the focus is.
  await page.getByRole('banner').getByRole('button').first().focus()
  await page.keyboard.press('PageUp')
  await expect(sentence).toHaveText(first)
  await page.keyboard.press('PageDown')
  await expect(panel).toHaveAttribute('data-step', '1')
  await page.keyboard.press('PageDown')
  await expect(sentence).not.toHaveText(first)
  await page.keyboard.press('v')
  await panel.getByTestId('lesson-leave').click()
  await page.keyboard.press('3')
  await expect(page.getByTestId('stepper')).toBeVisible()
  await page.keyboard.press('7')
  await page.getByTestId('build-lesson').click()
  await page.getByTestId('builder-title').fill('Monday')
  const step = page.getByTestId('builder-step').first()
  await step.getByLabel('Heading').fill('What is paid?')
  await step.getByRole('button', { name: 'Use the current step' }).click()
  await step.getByLabel('Waits for').selectOption('phase')
  await step.getByLabel(words.lessons.builder.ask).fill('Why is half right best?')
  await expect(step.locator('.step-preview')).toContainText('What is paid?')
  await page.getByTestId('builder-link').click()
  await expect(page.getByTestId('qr').getByRole('img')).toBeVisible()
  const link = await page.getByTestId('builder-link-text').inputValue()
  expect(new URL(link).origin).toBe(new URL(page.url()).origin)
  await page.close()

  const pupil = await context.newPage()
  await withoutGpu(pupil)
  await pupil.setViewportSize({ width: 390, height: 844 })
  await pupil.goto(link)
  await expect(pupil.getByTestId('lesson')).toContainText('What is paid?')
  const next = pupil.getByTestId('lesson-next')
  await expect(next).toBeDisabled()
  while (await next.isDisabled())
    await pupil.getByTestId('stepper').getByRole('button', { name: 'Next', exact: true }).click()
  await pupil.getByTestId('written').fill('Nobody knows beforehand.')
  await pupil.getByLabel(words.lessons.answers.name, { exact: true }).fill('Ada')
  const saving = pupil.waitForEvent('download')
  await pupil.getByTestId('save-answers').click()
  const answers = await (await saving).path()
  await next.click()
  await expect(pupil.getByTestId('lesson')).toHaveCount(0)
  await pupil.close()

  const desk = await context.newPage()
  await desk.goto('./#view=lessons')
  await desk.getByRole('button', { name: words.lessons.answers.collect }).click()
  await desk.getByTestId('answer-files').setInputFiles(answers)
  const row = desk.getByTestId('collected').locator('tbody tr')
  await expect(row).toHaveText(/Ada\s*Nobody knows beforehand\./)
})

test('a researcher: the gain over seeds against its control, what differs, the numbers behind a curve, and a run to repeat @long', async ({
  watched: page,
  context,
}) => {
  await page.goto('./')
  await expect(page.getByTestId('stepper')).toBeVisible()
  await page.keyboard.press('u')
  await page.getByTestId('study-behind').locator('summary').click()
  const arms = page.getByTestId('study-arms')
  const [arm] = report.arms
  if (arm === undefined) throw new Error('the study has no arm')
  await expect(arms).toContainText(`+${(100 * arm.gain.mean).toFixed(1)} points`)
  await page.keyboard.press('5')
  for (const id of [
    'rec:spice-1',
    'rec:spice-2',
    'rec:spice-3',
    'rec:shuffled-1',
    'rec:shuffled-2',
    'rec:shuffled-3',
  ])
    await page.getByTestId(`pick-${id}`).check()
  await expect(page.locator('.bands polyline')).toHaveCount(2)
  const table = page.getByTestId('differences')
  await expect(table.locator('tr[data-path]')).toHaveCount(1)
  await expect(table.locator('tr[data-path="reward.shuffled"]')).toContainText('on')
  // A stretch of rounds alone, and what is drawn as a file.
  const compared = page.getByTestId('compare')
  const stretch = compared.getByTestId('chart-window')
  await stretch.getByLabel(words.chartWindow.to).fill('4')
  await stretch.getByLabel(words.chartWindow.log).check()
  for (const [name, holds] of [
    [words.saveChart.csv, /^\ufeff?[^\n]+(\n[^\n]+){8}\n?$/],
    [words.saveChart.image, /^<svg[^>]+xmlns=/],
  ] as const) {
    const saving = page.waitForEvent('download')
    await compared.getByRole('button').getByText(name, { exact: true }).click()
    expect(readFileSync(await (await saving).path(), 'utf8')).toMatch(holds)
  }
  await page.locator('main').focus()
  await page.keyboard.press('8')
  const says = page.getByTestId('inside-says')
  const said = await says.innerText()
  await page.getByTestId('flow').press('ArrowUp')
  await expect(says).not.toHaveText(said)
  await page.keyboard.press('2')
  const metrics = recorded.metrics()
  await wholeRecording(page)
  const chart = page.getByTestId('chart-passRate')
  // Charts are drawn where they are seen.
  await chart.scrollIntoViewIfNeeded()
  // The calm line lies over the raw one, and goes with a tick; the table has the raw numbers.
  await expect(chart.locator('path.recharts-line-curve')).toHaveCount(2)
  await page.getByTestId('smooth').uncheck()
  await expect(chart.locator('path.recharts-line-curve')).toHaveCount(1)
  await page.getByRole('combobox', { name: 'Axis' }).selectOption('tokens')
  await unfoldCharts(page)
  await chart.getByRole('button', { name: /^Table/ }).click()
  await expect(chart.locator('tbody tr').first().locator('data').first()).toHaveAttribute(
    'value',
    String(metrics.at(-1)?.passRate),
  )
  await page.locator('[data-action="run.new"]').click()
  await page.getByText('All settings').click()
  const rate = page.locator('[data-path="update.learningRate"]').last()
  await rate.locator('input').fill('0.0001')
  await rate.locator('input').press('Tab')
  await expect(rate).toHaveAttribute('data-changed', 'true')
  await page.getByTestId('share').click()
  const link = await page.getByTestId('share-link').inputValue()
  await page.close()

  const other = await context.newPage()
  await other.goto(link)
  await other.locator('[data-action="run.new"]').click()
  await other.getByText('All settings').click()
  await expect(other.locator('[data-path="update.learningRate"]').last().locator('input')).toHaveValue(
    '0.0001',
  )

  await keepRun(other, { id: 'first', name: 'First' })
  await keepRun(other, { id: 'second', name: 'Second' })
  await other.reload()
  const card = other.locator('[data-run=second]')
  await card.getByRole('button', { name: words.runs.notes.edit }).click()
  await card.getByRole('textbox', { name: words.runs.notes.note }).fill('Slower, and better.')
  await card.getByRole('textbox', { name: words.runs.notes.tags }).fill('rate, keep')
  await card.getByRole('button', { name: words.runs.save }).click()
  await expect(card).toContainText('Slower, and better.')
  await card.getByTestId('tags').getByRole('button', { name: 'keep' }).click()
  await expect(other.getByTestId('run')).toHaveCount(1)
})

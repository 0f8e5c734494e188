// Three people, each from a cold page to what they came for: a newcomer who wants to see what this is, a
// teacher who prepares and shows a lesson, a researcher who wants to know whether it is real. No request
// leaves for another origin (fixtures/page).
import { readFileSync } from 'node:fs'
import type { StudyReport } from '../src/protocol/studyReport'
import { expect, recorded, test, unfoldCharts, wholeRecording, withoutGpu } from './fixtures/page'

const studies = new URL('../public/studies/', import.meta.url)
const [shown = ''] = JSON.parse(readFileSync(new URL('index.json', studies), 'utf8')) as string[]
const report = JSON.parse(readFileSync(new URL(`${shown}/report.json`, studies), 'utf8')) as StudyReport

test('a newcomer with a phone and no GPU: sees it play, takes it over, answers a question, and hears what it would need @long', async ({
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
  await page.getByRole('button', { name: 'See the whole run' }).click()
  await expect(page.getByTestId('story-real')).toBeVisible()
  await page.getByRole('navigation').getByRole('button', { name: 'Play' }).click()
  const answer = page.getByTestId('person-answer')
  const question = await page.locator('.asked').innerText()
  await answer.fill('7')
  // The recording goes on meanwhile, by several rounds, and nothing that was written is lost.
  await page.waitForTimeout(4000)
  await expect(answer).toHaveValue('7')
  expect(await page.locator('.asked').innerText()).toBe(question)
  await answer.press('Enter')
  await expect(page.getByTestId('person-verdict')).toBeVisible()
  await expect(page.getByTestId('person-score')).toContainText('1 answered')
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
  await page.getByTestId('builder-link').click()
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
  await next.click()
  await expect(pupil.getByTestId('lesson')).toHaveCount(0)
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
  await page.keyboard.press('2')
  const metrics = recorded.metrics()
  await wholeRecording(page)
  const chart = page.getByTestId('chart-passRate')
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
})

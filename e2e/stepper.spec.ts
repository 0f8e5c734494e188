// The episode stepper by keyboard alone, its words and numbers against the recorded episode.
import { at } from '../src/base/at'
import { expect, recorded, test } from './fixtures/page'

const round = 5
const phases = [
  'passage',
  'question',
  'gates',
  'attempts',
  'verdicts',
  'rewards',
  'advantages',
  'gradient',
  'weights',
]

test('Space goes on through every phase, Backspace goes back through all of them', async ({
  watched: page,
}) => {
  const episode = recorded.episodes().find((each) => each.round === round && each.chosen !== null)
  if (episode === undefined) throw new Error(`round ${round} of the recording has no valid question`)
  await page.goto(`./#view=episodes&round=${round}&episode=${episode.episode}`)
  const track = page.getByTestId('track')
  await expect(track).toHaveAttribute('data-phase', 'passage')
  await expect(page.getByTestId('passage')).toContainText(episode.passage.text)
  await expect(page.getByTestId('absent')).toBeVisible()
  for (const phase of phases.slice(1)) {
    await page.keyboard.press(' ')
    await expect(track).toHaveAttribute('data-phase', phase)
    expect((await page.getByTestId('sentence').innerText()).length).toBeGreaterThan(20)
  }
  const attempts = episode.attempts.filter((attempt) => attempt.candidate === episode.chosen)
  await expect(page.getByTestId('attempt')).toHaveCount(attempts.length)
  for (const [index, attempt] of attempts.entries())
    await expect(page.getByTestId('attempt').nth(index)).toHaveAttribute('data-verdict', attempt.verdict)
  const right = attempts.filter(({ verdict }) => verdict === 'right').length
  await expect(page.getByTestId('formula')).toContainText(`p = ${right}/${attempts.length}`)
  for (const phase of phases.slice(0, -1).reverse()) {
    await page.keyboard.press('Backspace')
    await expect(track).toHaveAttribute('data-phase', phase)
  }
  await expect(page.getByTestId('attempt')).toHaveCount(0)
})

test('token by token, with the numbers of each token at hand', async ({ watched: page }) => {
  const episode = recorded.episodes().find((each) => each.round === round && each.chosen !== null)
  const candidate = episode?.candidates[episode.chosen ?? -1]
  if (episode === undefined || candidate === undefined)
    throw new Error('the recording has no valid question in this round')
  await page.goto(`./#view=episodes&round=${round}&episode=${episode.episode}`)
  await page.getByRole('button', { name: 'token', exact: true }).click()
  await page.getByTestId('track').focus()
  for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowRight')
  await expect(page.locator('.lane[data-seat=challenger] .run .chip')).toHaveCount(3)
  await page.locator('.lane[data-seat=challenger] .run .chip').first().focus()
  await page.keyboard.press('ArrowRight')
  const inspector = page.getByTestId('inspector')
  await expect(inspector).toContainText(`${(100 * Math.exp(at(candidate.logp, 1))).toFixed(1)}%`)
  await expect(inspector.getByRole('listitem')).toHaveCount(5)
  await page.keyboard.press(' ')
  await expect(page.locator('.lane[data-seat=challenger] .run .chip')).toHaveCount(4)
})

test('each seat shows its exact prompt, and the Reasoner’s has nothing of the passage beyond the question', async ({
  watched: page,
}) => {
  const episode = recorded.episodes().find((each) => each.round === round && each.prompts.reasoner !== null)
  if (episode?.prompts.reasoner == null) throw new Error('the recording has no valid question in this round')
  await page.goto(`./#view=episodes&round=${round}&episode=${episode.episode}`)
  await page.getByTestId('track').focus()
  await page.keyboard.press('End')
  for (const seat of ['challenger', 'reasoner'] as const) {
    const prompt = page.getByTestId(`prompt-${seat}`)
    await prompt.locator('summary').click()
    await expect(prompt.locator('.chip')).toHaveCount(episode.prompts[seat]?.tokens.length ?? 0)
  }
  // A token that is one space, or begins with one before a digit, shows it as a mark.
  const shown = await page.getByTestId('prompt-challenger').locator('.chips').innerText()
  expect(shown.replaceAll('␣', ' ').replaceAll('\n', '')).toContain(episode.passage.text.slice(0, 20))
  const reasoner = await page.locator('.lane[data-seat=reasoner]').innerText()
  expect(reasoner).not.toContain(episode.passage.text)
})

test('keys of the page: places, episodes, help, and theme', async ({ watched: page }) => {
  await page.goto('./#view=episodes&round=3')
  await expect(page.getByTestId('stepper')).toBeVisible()
  await page.keyboard.press('n')
  await expect(page.getByTestId('episode-list').getByRole('button').nth(1)).toHaveAttribute(
    'aria-pressed',
    'true',
  )
  await page.keyboard.press('p')
  await expect(page.getByTestId('episode-list').getByRole('button').nth(0)).toHaveAttribute(
    'aria-pressed',
    'true',
  )
  await page.keyboard.press(']')
  await expect(page.getByTestId('round-picker')).toHaveValue('4')
  for (const [key, view] of [
    ['1', 'corpus'],
    ['2', 'train'],
    ['4', 'ask'],
    ['5', 'runs'],
    ['3', 'episodes'],
  ] as const) {
    await page.keyboard.press(key)
    await expect(page.locator('main')).toHaveAttribute('data-view', view)
  }
  await page.keyboard.press('t')
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light')
  await page.keyboard.press('t')
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await page.keyboard.press('?')
  await expect(page.getByTestId('help')).toContainText('Next step')
  await page.keyboard.press('Escape')
  await expect(page.getByTestId('help')).toHaveCount(0)
  await page.reload()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
})

test('the reward calculator: a verdict turned round changes p, reward, advantages and arrows, and comes back', async ({
  watched: page,
}) => {
  const episode = recorded
    .episodes()
    .find(
      (each) =>
        each.round === round &&
        each.chosen !== null &&
        (each.candidates[each.chosen]?.reward ?? null) !== null,
    )
  if (episode?.chosen == null) throw new Error('the recording has no valid question in this round')
  const attempts = episode.attempts.filter((attempt) => attempt.candidate === episode.chosen)
  const right = attempts.filter(({ verdict }) => verdict === 'right').length
  await page.goto(`./#view=episodes&round=${round}&episode=${episode.episode}`)
  await page.getByTestId('track').focus()
  await page.keyboard.press('End')
  const formula = page.getByTestId('formula')
  const advantages = page.getByTestId('advantages-reasoner')
  await expect(formula).toContainText(`p = ${right}/${attempts.length}`)
  const before = await advantages.innerText()
  const one = page.getByTestId('attempt').nth(0)
  await one.getByTestId('flip').focus()
  await page.keyboard.press('Enter')
  await expect(one).toHaveAttribute('data-verdict', attempts[0]?.verdict === 'right' ? 'wrong' : 'right')
  await expect(formula).toContainText(
    `p = ${right + (attempts[0]?.verdict === 'right' ? -1 : 1)}/${attempts.length}`,
  )
  await expect(page.getByTestId('what-if')).toHaveAttribute('data-changed', 'true')
  expect(await advantages.innerText()).not.toBe(before)
  await page.getByRole('button', { name: 'As it was played' }).click()
  await expect(formula).toContainText(`p = ${right}/${attempts.length}`)
  expect(await advantages.innerText()).toBe(before)
})

test('one player alone learns: the other has no arrows and says so', async ({ watched: page }) => {
  await page.goto(`./#view=episodes&round=${round}`)
  await page.getByTestId('track').focus()
  await page.keyboard.press('End')
  const who = page.getByRole('group', { name: 'Who learns' })
  await who.getByRole('button', { name: 'Reasoner' }).click()
  await expect(page.locator('.lane[data-seat=challenger]')).toHaveAttribute('data-learns', 'false')
  await expect(page.locator('.lane[data-seat=challenger] .chip[data-push]')).toHaveCount(0)
  await who.getByRole('button', { name: 'Challenger' }).click()
  await expect(page.locator('.lane[data-seat=reasoner] .chip[data-push]')).toHaveCount(0)
  await expect(page.locator('.lane[data-seat=challenger]')).toHaveAttribute('data-learns', 'true')
})

test('a token under the microscope, by keyboard; in a recording it says what forks and attention need', async ({
  watched: page,
}) => {
  await page.goto(`./#view=episodes&round=${round}`)
  await page.getByTestId('track').focus()
  await page.keyboard.press('End')
  await page.locator('.lane[data-seat=challenger] .run .chip').first().focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  const microscope = page.getByTestId('microscope')
  await expect(microscope).toBeVisible()
  await expect(microscope.locator('.rivals button')).toHaveCount(5)
  await expect(microscope.locator('.rivals button').first()).toBeDisabled()
  await expect(microscope.getByTestId('needs')).toHaveAttribute('data-need', /live|gpu/)
  await page.keyboard.press('Enter')
  await expect(microscope).toHaveCount(0)
})

test('round by round: each press of Space is a round further, shown at its end', async ({
  watched: page,
}) => {
  await page.goto(`./#view=episodes&round=${round}`)
  await page.getByRole('button', { name: 'round', exact: true }).click()
  // The recording's rounds come one after another.
  await expect(page.getByTestId('round-picker').locator(`option[value="${round + 1}"]`)).toHaveCount(1)
  await page.getByTestId('track').focus()
  await page.keyboard.press(' ')
  await expect(page.getByTestId('round-picker')).toHaveValue(String(round + 1))
  await expect(page.getByTestId('track')).toHaveAttribute('data-phase', 'weights')
  await expect(page.getByTestId('moved')).toBeVisible()
  await page.keyboard.press('Backspace')
  await expect(page.getByTestId('round-picker')).toHaveValue(String(round))
})

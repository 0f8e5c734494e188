// @vitest-environment happy-dom
import { expect, it } from 'vitest'
import { fakeApp } from '../../state/fakeApp'
import { renderView } from '../renderView'
import { words } from '../strings'
import { Glossed, glossedParts } from './Glossed'

it('finds each term once, as a word of its own', () => {
  const text = 'The golden gate: every gate is a check, and a question passes it.'
  expect(
    glossedParts(text)
      .filter(({ means }) => means !== null)
      .map(({ text: part }) => part),
  ).toEqual(['gate'])
  expect(glossedParts('A gold answer.').map(({ text: part }) => part)).toEqual(['A ', 'gold answer', '.'])
  expect(
    glossedParts(text)
      .map(({ text: part }) => part)
      .join(''),
  ).toBe(text)
})

it('explains a term on focus, and puts that away on Escape', async () => {
  const page = await renderView(fakeApp().app, <Glossed text="Every gate is passed." />)
  expect(page.text()).toBe('Every gate is passed.')
  await page.settle(() => page.control('gate').focus())
  expect(page.text()).toContain(words.glossary.gate.means)
  await page.press('gate', 'Escape')
  expect(page.text()).toBe('Every gate is passed.')
})

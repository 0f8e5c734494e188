// What only the real engine can show of a corpus: files that do not come in, each with its one line, and a corpus of none.
import { join } from 'node:path'
import { expect, test } from '../fixtures/page'
import { dress, pictures } from './album'

test.use({ actionTimeout: 30_000 })

const documents = join(import.meta.dirname, '../fixtures/documents')

test('a corpus into which nothing came can be shown, and cannot be trained on @long', async ({ watched: page }) => {
  test.setTimeout(600_000)
  await dress(page, 'en')
  const { take, faults } = pictures(page, 'en')
  await page.goto('./')
  await page.getByTestId('home-files').setInputFiles(['broken.pdf', 'locked.pdf'].map((name) => join(documents, name)))
  const lines = page.getByTestId('files-outcome').getByRole('listitem')
  await expect(lines).toHaveCount(2, { timeout: 300_000 })
  await expect(page.getByTestId('corpus-empty')).toBeVisible()
  for (const line of await lines.allInnerTexts()) expect(line.match(/\.pdf/g)).toHaveLength(1)
  await expect(page.getByTestId('corpus-detail').locator('.button.primary')).toBeDisabled()
  await take('live-corpus-broken')
  expect(faults).toEqual([])
})

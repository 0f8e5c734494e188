// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { fakeApp, model } from '../../state/fakeApp'
import { renderView } from '../renderView'
import { words } from '../strings'
import Models from './Models'

const t = words.models

describe('models of others', () => {
  it('are downloaded by name, and not two at once', async () => {
    const { app, sent } = fakeApp()
    const page = await renderView(app, <Models />)
    expect(page.text()).toContain(t.none)
    expect(page.enabled(t.download)).toBe(false)
    await page.write(t.hubLabel, ' owner/name ')
    await page.click(t.download)
    expect(sent).toEqual([{ kind: 'model.download', address: 'owner/name' }])
    await page.write(t.hubLabel, 'owner/other')
    await page.settle(() =>
      app.session.setState({ coming: { model: 'owner/name', file: 'f', done: 1, total: 2 } }),
    )
    expect(page.enabled(t.download)).toBe(false)
  })

  it('go on where they were cut off, and are deleted only after a question', async () => {
    const { app, sent } = fakeApp()
    await app.goLive()
    app.session.setState({ models: [{ ...model('a/b'), address: 'a/b' }] })
    const page = await renderView(app, <Models />)
    expect(page.text()).toContain(t.part)
    expect(page.has(t.seat)).toBe(false)
    await page.click(t.goOn)
    await page.click(t.remove)
    expect(page.text()).toContain(t.removeSure('a/b', '0 B'))
    await page.click(t.keep)
    expect(sent).toEqual([{ kind: 'model.download', address: 'a/b' }])
  })
})

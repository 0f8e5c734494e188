// What is chosen for documents can be played: weights that are there, settings that a link can carry.
import { existsSync } from 'node:fs'
import { expect, it } from 'vitest'
import { documentChoice, documentControls } from './documentChoice'
import { differences, preset } from './config'
import { parseLink, printLink } from './link'

it('asks gaps with weights that come with the lab, as a link can say', () => {
  const { weights, linked } = documentChoice(7)
  expect(existsSync(`public/weights/${weights}.safetensors`)).toBe(true)
  expect(linked.config.game).toMatchObject({
    world: 'cloze',
    draw: 'file',
    challengerTokens: 32,
    reasonerTokens: 48,
  })
  expect(differences(preset('default'), linked.config)).toHaveLength(6)
  const { notes, ...read } = parseLink(printLink(linked))
  expect(notes).toEqual([])
  expect(read).toEqual(linked)
})

it('is held against runs that differ in what they are named for alone', () => {
  const { config } = documentChoice(7).linked
  const changed = documentControls.map((control) =>
    differences(config, documentChoice(7, control).linked.config).map(({ path }) => path),
  )
  expect(changed).toEqual([
    ['update.source', 'update.exampleTokens'],
    ['reward.shuffled'],
    ['game.challenger'],
  ])
})

// What is chosen for documents can be played: weights that are there, settings that a link can carry.
import { existsSync } from 'node:fs'
import { expect, it } from 'vitest'
import { documentChoice } from './documentChoice'
import { parseLink, printLink } from './link'

it('asks gaps with weights that come with the lab, as a link can say', () => {
  const { weights, linked } = documentChoice(7)
  expect(existsSync(`public/weights/${weights}.safetensors`)).toBe(true)
  expect(linked.config.game.world).toBe('cloze')
  const { notes, ...read } = parseLink(printLink(linked))
  expect(notes).toEqual([])
  expect(read).toEqual(linked)
})

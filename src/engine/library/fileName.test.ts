import { expect, it } from 'vitest'
import { fileNameOf } from '../../protocol/runFileName'
import { weightsFileName } from './fileName'

it('names files by what the run is called, and by its id where no letter is left', () => {
  expect(fileNameOf({ id: 'run-1', name: 'Whisky reports 2' })).toBe('whisky-reports-2')
  expect(fileNameOf({ id: 'run-1', name: 'Märchen/../: Ω?' })).toBe('märchen-ω')
  expect(fileNameOf({ id: 'run-1', name: ' ../ ' })).toBe('run-1')
  expect(fileNameOf({ id: 'run-1', name: 'a'.repeat(200) })).toHaveLength(60)
  expect(weightsFileName({ id: 'run-1', name: 'Mine' }, '20')).toBe('mine-round-20.safetensors')
  expect(weightsFileName({ id: 'run-1', name: 'Mine' }, 'warm')).toBe('mine-round-0.safetensors')
})

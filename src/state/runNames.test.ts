import { describe, expect, it } from 'vitest'
import { preset } from '../config/config'
import { createDraft } from './draft'
import { freshRunName } from './runNames'

const draft = createDraft().getState()
const whisky = { id: 'k3x9', name: 'Whisky reports' }
const numbers = { id: 'stories-numbers', name: 'Stories of numbers' }

describe('the name of a new run', () => {
  it('is its corpus and the first number that is free', () => {
    expect(freshRunName(draft, [whisky], [])).toBe('Whisky reports 1')
    expect(freshRunName(draft, [whisky], [{ name: 'Whisky reports 1' }, { name: 'Other 2' }])).toBe(
      'Whisky reports 2',
    )
    expect(freshRunName(draft, [numbers, whisky], [])).toBe('stories-numbers +1 1')
  })
  it('is what a person wrote, or where a branch comes from', () => {
    expect(freshRunName({ ...draft, name: ' Mine ' }, [whisky], [])).toBe('Mine')
    const branch = { run: 'r', name: 'First', rounds: 5, config: preset('default') }
    expect(freshRunName({ ...draft, branch }, [whisky], [])).toContain('First, from round 5')
  })
})

// A run's record as it comes from a file: what is missing gets a plain value, what is out of range is
// clamped.

import { ok, type Result } from '../../base/result'
import { fail, isCause } from '../../problems'
import { isPresetName, preset, readConfig } from '../../config/config'
import { readTags } from '../../protocol/notes'
import type { RunRecord } from '../../protocol/records'

const isText = (value: unknown): value is string => typeof value === 'string'
const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0

export function readRunRecord(json: unknown): Result<RunRecord> {
  if (typeof json !== 'object' || json === null) return fail('import-run')
  const fields = json as Record<string, unknown>
  const { id, name, created, linked, corpora, rounds, warmSteps, vocabulary, device, note, notes } = fields
  const { kernels, promptDate, tags } = fields
  if (!isText(id) || !isText(name) || typeof linked !== 'object' || linked === null)
    return fail('import-record')
  const { preset: asked, seed, config } = linked as Record<string, unknown>
  const presetName = isText(asked) && isPresetName(asked) ? asked : 'default'
  return ok({
    id,
    name,
    created: isCount(created) ? created : 0,
    linked: {
      preset: presetName,
      seed: isCount(seed) ? Math.min(seed, 0xffffffff) : 1,
      config: readConfig(config, preset(presetName)).config,
    },
    corpora: Array.isArray(corpora) ? corpora.filter(isText) : [],
    rounds: isCount(rounds) ? rounds : 0,
    warmSteps: isCount(warmSteps) ? warmSteps : 0,
    state: 'paused',
    vocabulary: Array.isArray(vocabulary) ? vocabulary.filter(isText) : [],
    device: isText(device) ? device : '',
    ...(isText(promptDate) ? { promptDate } : {}),
    ...(isText(kernels) ? { kernels } : {}),
    note: isText(note) ? note : '',
    ...(Array.isArray(notes) && notes.every(isCause) ? { notes } : {}),
    ...(Array.isArray(tags) ? { tags: readTags(tags.filter(isText).join()) } : {}),
  })
}

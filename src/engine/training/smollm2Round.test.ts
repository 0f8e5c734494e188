// The committed round of SmolLM2 (e2e/fixtures/rounds/smollm2), audited as anybody could: its tokens read
// back by the model's own tokenizer as what was asked and written, its rewards follow from its verdicts, and
// a task of it is valid.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { tokenizerOfGguf } from '../../checkpoint/ggufTokenizer'
import type { RunLink } from '../../config/link'
import { readGguf } from '../../formats/gguf'
import { ChatTokenizer } from '../../players/modelTokenizer'
import type { Episode, RoundMetrics } from '../../protocol/records'
import { promptStyle } from '../../spice/prompts'
import { parsePaperTask } from '../../spice/prompts/paperTask'
import { recheckEpisode } from '../../spice/recheck'

const fixtures = join(import.meta.dirname, '..', '..', '..', 'e2e', 'fixtures')
const text = (name: string): string => readFileSync(join(fixtures, 'rounds', 'smollm2', name), 'utf8')
const { config, seed } = JSON.parse(text('config.json')) as RunLink
const [episode] = text('episodes.jsonl')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Episode)
const [metrics, ...more] = text('metrics.jsonl')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as RoundMetrics)
if (episode === undefined || metrics === undefined) throw new Error('the round has no episode or no line')

let tokenizer: ChatTokenizer
beforeAll(async () => {
  const read = await readGguf(
    new Blob([
      new Uint8Array(gunzipSync(readFileSync(join(fixtures, 'tokenizers', 'smollm2-vocabulary.gguf.gz')))),
    ]),
  )
  if (!read.ok) throw new Error(read.error.message)
  const files = tokenizerOfGguf(read.value.metadata)
  const opened = files.ok ? ChatTokenizer.open(files.value, 49_152) : files
  if (!opened.ok) throw new Error(opened.error.message)
  tokenizer = opened.value
})

describe('a round with SmolLM2', () => {
  it("was played with the paper's prompts and gate on one passage, G = K = 4 and 96 new tokens", () => {
    const { prompts, passages, groupSize, challengerTokens, reasonerTokens } = config.game
    expect({
      prompts,
      passages,
      groupSize,
      challengerTokens,
      reasonerTokens,
      gates: config.gates.active,
    }).toEqual({
      prompts: 'paper',
      passages: 1,
      groupSize: 4,
      challengerTokens: 96,
      reasonerTokens: 96,
      gates: ['parse'],
    })
    expect(more).toEqual([])
  })

  it('has at least one valid task, and follows from its verdicts by the rules', () => {
    const valid = episode.candidates.filter((each) => each.valid)
    expect(valid.length).toBeGreaterThanOrEqual(1)
    expect(metrics.validRate).toBeCloseTo(valid.length / episode.candidates.length, 12)
    expect(recheckEpisode(episode, config, seed)).toEqual([])
    for (const { text: written, stopped, task } of episode.candidates) {
      const parsed = parsePaperTask(
        { text: written, stopped },
        { type: config.game.answerTypes[0] ?? null, active: config.game.answerTypes },
      )
      expect(parsed.ok ? parsed.value : null).toEqual(task)
    }
    expect(metrics.trainedTokens).toBeGreaterThan(0)
  })

  it("has the seats' exact prompts, and tokens that read back as the texts beside them", () => {
    const family = promptStyle(config.game.prompts)
    const task = episode.candidates[episode.chosen ?? -1]?.task
    expect(episode.prompts.challenger.tokens).toEqual(
      tokenizer.encodeParts(family.challenger(episode.passage.text, config.game.answerTypes[0] ?? null)),
    )
    expect(episode.prompts.reasoner?.tokens).toEqual(
      task == null ? undefined : tokenizer.encodeParts(family.reasoner(task)),
    )
    for (const { tokens, text: written, stopped } of [...episode.candidates, ...episode.attempts]) {
      expect(tokens.length).toBeLessThanOrEqual(96)
      expect(tokenizer.decode(stopped ? tokens.slice(0, -1) : tokens)).toBe(written)
    }
  })
})

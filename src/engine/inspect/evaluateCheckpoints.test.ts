import { describe, expect, it } from 'vitest'
import { preset, withValue } from '../../config/config'
import { ChatTokenizer } from '../../players/modelTokenizer'
import { asHuggingFaceTokenizer } from '../../text/exportTokenizer'
import { Tokenizer } from '../../text/tokenizer'
import { promptsFor } from './evaluateCheckpoints'

const own = Tokenizer.train(['a question and an answer '.repeat(9)], 280, ['begin', 'end'])
const published = ChatTokenizer.open(asHuggingFaceTokenizer(own.toJSON()), own.size)
if (!published.ok) throw new Error(published.error.message)

describe('promptsFor', () => {
  const compact = preset('nano')
  const paper = withValue(compact, 'game.prompts', 'paper')

  it("asks a checkpoint as its run asks, and a model of others never with the lab's marks", () => {
    expect(promptsFor({ tokenizer: own }, compact)).toBe('compact')
    expect(promptsFor({ tokenizer: own }, paper)).toBe('paper')
    expect(promptsFor({ tokenizer: published.value }, paper)).toBe('paper')
    expect(promptsFor({ tokenizer: published.value }, compact)).toBe('paper')
  })
})

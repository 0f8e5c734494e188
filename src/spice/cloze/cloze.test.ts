// The game of gaps by the common round: whatever a model's logits, what is pointed at is a task, and nothing
// of the passage beyond the text before the gap reaches the Reasoner.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { at } from '../../base/at'
import { Random } from '../../base/random'
import { allowedIn, nextState, stateCount } from '../../base/tokenAutomaton'
import { StrongChallenger } from '../../players/strongChallenger'
import { decodeTokens, encodeText, markId } from '../../players/characters'
import { recordChecks } from '../../protocol/recordGuards'
import type { Passage, Task } from '../../protocol/records'
import { freeText } from '../analyser'
import { checkPointing } from '../gates/gates'
import { QuestionWindow } from '../gates/questionWindow'
import { answers } from '../answers'
import type { Player } from '../seats'
import { recheckEpisode } from '../recheck'
import { goldText } from '../task'
import { isCommonWord } from '../text/commonWords'
import { Reading } from '../text/reading'
import { sumConfig, textOf } from '../testing/sums'
import { playRound } from '../testing/testRound'
import { walkingPlayer } from '../testing/walkingPlayer'
import { fillingIn, gapIn, judgeCloze, optionAutomaton } from './answering'
import { lexiconOf, noLexicon } from './wordCounts'
import {
  numberedSpans,
  type GapUse,
  parsePointing,
  pointingAutomaton,
  pointingText,
  pointingTokens,
} from './numberedSpans'
import { clozeSentences, gapOf, spansOf } from './spans'

const english = `The Debian project was founded in August 1993 by Ian Murdock, who wrote the first manifesto. Every package
maintainer must follow the policy manual, and the release team decides about freeze exceptions. The archive holds more than
59,000 packages for the architectures amd64, arm64 and riscv64.

Security updates are prepared by a team of volunteers. They are announced on a mailing list and copied to all mirrors within
four hours of their publication. Bugs in the installer are tracked under the pseudo-package installation-reports.`
const german = `Die Donau fließt durch zehn Länder und mündet nach 2850 Kilometern ins Schwarze Meer. Im Mittelalter beförderten
Schiffer auf ihr Salz, Wein und Getreide bis nach Regensburg. Seit dem Bau des Kanals im Jahr 1992 ist der Fluss mit dem Main
und dem Rhein verbunden. An den Ufern wachsen Weiden und Pappeln, in denen Kormorane und Seeadler brüten. Die steinerne
Brücke wurde von Handwerkern in nur elf Jahren errichtet.`
const texts = { english, german }
const types = ['mcq', 'string'] as const
const spelling = { encode: encodeText, end: markId('end') }

const passages: Passage[] = Object.entries(texts).map(([document, text]) => ({
  document,
  start: 0,
  end: text.length,
  text,
}))

describe('the spans of a text', () => {
  it.each(Object.entries(texts))(
    'of %s are numbers, names and content words, never function words',
    (_, text) => {
      const spans = spansOf(text, noLexicon)
      expect(new Set(spans.map(({ kind }) => kind))).toEqual(new Set(['number', 'capitalised', 'word']))
      for (const span of spans) {
        expect(text.slice(span.start, span.end)).toBe(span.text)
        for (const word of span.words) expect(isCommonWord(word), word).toBe(false)
        const { before, after } = gapOf(text, span)
        for (const shown of [before, after]) expect(new Reading(shown).findWords(span.text)).toBeNull()
        expect(text.replace(/\s+/gu, ' ')).toContain(before + span.text + after)
      }
    },
  )

  it('are names of several words, and terms that the corpus repeats', () => {
    expect(spansOf(english, noLexicon).map(({ text }) => text)).toContain('Ian Murdock')
    expect(spansOf(english, noLexicon).map(({ text }) => text)).not.toContain('freeze exceptions')
    const corpus = Array.from({ length: 4 }, () => 'They asked for freeze exceptions and never came back.')
    const lexicon = lexiconOf([english, ...corpus])
    expect(spansOf(english, lexicon).map(({ text }) => text)).toContain('freeze exceptions')
  })

  it('leave out what stands everywhere in a corpus, in whatever language', () => {
    const corpus = Array.from({ length: 60 }, (_, i) =>
      `Blorkel fand Rilk zorvat den Stern ${i} und zorvat keinen Weg zu Quist${i} hinaus. `.repeat(8),
    )
    const lexicon = lexiconOf(corpus)
    const found = spansOf(at(corpus, 0), lexicon).map(({ folded }) => folded)
    expect(found).not.toContain('zorvat')
    expect(lexicon.share('zorvat')).toBe(1)
  })

  it('end a sentence at a blank line too, and ask nothing of scripts without spaces', () => {
    expect(clozeSentences('A title\n\nThe text. More.').length).toBe(3)
    expect(spansOf('多瑙河流经十个国家，最后注入黑海，全长两千八百五十公里。', noLexicon)).toEqual([])
  })
})

describe('pointing', () => {
  it('is valid for every walk of its automaton: the gold stands in the passage, options differ, none is shown', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.values(texts)),
        fc.constantFrom(...types),
        fc.nat(),
        (text, type, seed) => {
          const random = Random.from(seed)
          const spans = numberedSpans(text, type, lexiconOf(Object.values(texts)), random)
          if (spans === null) throw new Error('the text has no span')
          const automaton = pointingAutomaton(spans, spelling)
          const tokens: number[] = []
          for (let state = 0; tokens.at(-1) !== spelling.end;) {
            const token = random.pick(allowedIn(automaton, state) ?? [])
            tokens.push(token)
            state = nextState(automaton, state, token) ?? -1
          }
          const written = decodeTokens(tokens)
          const parsed = parsePointing({ text: written, stopped: true }, spans)
          if (!parsed.ok) throw new Error(`${written}: ${parsed.error.code}`)
          const task = parsed.value
          expect(text.slice(task.source?.start, task.source?.end)).toBe(goldText(task))
          expect(task.options.length).toBe(type === 'mcq' ? 4 : 0)
          expect(new Set(task.options).size).toBe(task.options.length)
          expect(answers[type].find(new Reading(task.question), goldText(task))).toBeNull()
          const [, after = ''] = task.question.split('___')
          for (const option of task.options) expect(new Reading(after).findWords(option)).toBeNull()
        },
      ),
      { numRuns: 30 },
    )
  })

  it('has a completion for every choice, the same in text and in tokens', () => {
    for (const type of types) {
      const spans = numberedSpans(english, type, noLexicon, Random.from(1))
      if (spans === null) throw new Error('no span')
      const automaton = pointingAutomaton(spans, spelling)
      expect(stateCount(automaton)).toBeGreaterThan(2)
      spans.gaps.forEach(({ wrong }, index) => {
        const chosen = type === 'mcq' ? [at(wrong, 0), ...wrong.slice(-2)] : []
        const tokens = pointingTokens(spelling, index, chosen)
        expect(decodeTokens(tokens)).toBe(pointingText(index, chosen))
        let state: number | null = 0
        for (const token of tokens) state = state === null ? null : nextState(automaton, state, token)
        expect(state).not.toBeNull()
        expect(parsePointing({ text: pointingText(index, chosen), stopped: true }, spans).ok).toBe(true)
      })
    }
  })

  it('never practises the spans that are reserved, wherever their sentence stands', () => {
    const places = (text: string, use: GapUse): string[] =>
      (numberedSpans(text, 'string', noLexicon, Random.from(1), use)?.gaps ?? []).map(
        ({ span, before, after }) => `${before.slice(-20)}|${span.text}|${after}`,
      )
    const corpus = Array.from(
      { length: 8 },
      (_, i) => `The harbour of Lindow ${i} was deepened by engineers from Karlsborg in autumn.`,
    )
    const all = corpus.map((text) => ({
      practised: places(text, 'practised'),
      reserved: places(text, 'reserved'),
      any: places(text, 'any'),
    }))
    for (const { practised, reserved, any } of all)
      expect([...practised, ...reserved].toSorted()).toEqual(any.toSorted())
    expect(all.flatMap(({ reserved }) => reserved).length).toBeGreaterThan(2)
    expect(all.flatMap(({ practised }) => practised).length).toBeGreaterThan(20)
    // Beside other sentences it is the same ones.
    const [first, ...rest] = corpus
    const beside = places(`${first ?? ''}\n\n${at(rest, 0)}`, 'reserved')
    const golds = (list: readonly string[]): string[] =>
      list.map((each) => each.split('|').slice(1).join('|'))
    expect(golds(beside)).toEqual(golds([...at(all, 0).reserved, ...at(all, 1).reserved]))
  })

  it('refuses other text with its reason', () => {
    const spans = numberedSpans(english, 'mcq', noLexicon, Random.from(1))
    if (spans === null) throw new Error('no span')
    const code = (text: string, stopped = true): string => {
      const parsed = parsePointing({ text, stopped }, spans)
      return parsed.ok ? 'ok' : parsed.error.code
    }
    const [a, b, c] = at(spans.gaps, 0).wrong
    if (a === undefined || b === undefined || c === undefined) throw new Error('too few')
    expect(code(pointingText(0, [a, b, c]))).toBe('ok')
    expect([
      code(' 1', true),
      code('Which word?'),
      code(' 99: 1, 2, 3'),
      code(pointingText(0, [a, b, 0])),
      code(pointingText(0, [a, a, b])),
      code(pointingText(0, [a, b, c]), false),
    ]).toEqual(['cloze.form', 'cloze.form', 'cloze.span', 'cloze.option', 'cloze.option', 'task.unfinished'])
  })
})

describe('an answer', () => {
  const cloze = { before: 'It was founded in ' }
  const choice: Pick<Task, 'options' | 'gold' | 'cloze'> = {
    options: ['May', 'May Day', 'August 1993', 'June'],
    gold: 'C',
    cloze,
  }

  it('is one of the options, also where one begins another', () => {
    const automaton = optionAutomaton(choice, spelling)
    if (automaton === null) throw new Error('free')
    const seen = new Set<string>()
    for (let seed = 0; seed < 60; seed++) {
      const random = Random.from(seed)
      const tokens: number[] = []
      for (let state = 0; tokens.at(-1) !== spelling.end;) {
        const token = random.pick(allowedIn(automaton, state) ?? [])
        tokens.push(token)
        state = nextState(automaton, state, token) ?? -1
      }
      const text = decodeTokens(tokens)
      seen.add(text)
      const { answer, verdict } = judgeCloze({ text, stopped: true }, choice)
      expect(verdict).toBe(text === ' August 1993' ? 'right' : 'wrong')
      expect(answer).not.toBeNull()
    }
    expect(seen).toEqual(new Set(choice.options.map((option) => ` ${option}`)))
  })

  it('from memory counts by its first words, and not where the last of them may be cut off', () => {
    const recall = { options: [], gold: 'Ian Murdock' }
    const judged = (text: string, stopped: boolean) => judgeCloze({ text, stopped }, recall).verdict
    expect([
      judged(' Ian Murdock, who wrote', false),
      judged(' Ian Murdock', true),
      judged(' Ian Murdock', false),
      judged(' Ian Murdocks', true),
      judged(' Ian', true),
      judged(' someone else', true),
    ]).toEqual(['right', 'right', 'noAnswer', 'wrong', 'noAnswer', 'wrong'])
    expect(judgeCloze({ text: ' none of them', stopped: true }, choice)).toEqual({
      answer: null,
      verdict: 'noAnswer',
    })
  })
})

describe('a round of cloze', () => {
  const changes = { 'game.world': 'cloze', 'game.reasonerTokens': 40 }
  const config = sumConfig(changes)
  const play = (more: Readonly<Record<string, unknown>> = {}, challenger = walkingPlayer) =>
    playRound({
      config: sumConfig({ ...changes, ...more }),
      seed: 3,
      round: 1,
      passages: [...passages, ...passages],
      challenger,
      reasoner: walkingPlayer,
      history: [],
      analyser: freeText,
    })

  it('has valid questions alone, whose records follow from the rules, and learns over what was allowed', async () => {
    const { episodes, metrics, trajectories } = await play()
    expect(metrics.validRate).toBeGreaterThan(0.95)
    expect(metrics.chance).toBe(0.25)
    for (const episode of episodes) expect(recheckEpisode(episode, config, 3)).toEqual([])
    // As they come back from a file.
    const kept = <T>(value: T): unknown => JSON.parse(JSON.stringify(value))
    expect(episodes.map((episode) => recordChecks.episode(kept(episode)))).toEqual(episodes.map(() => null))
    expect(recordChecks.metrics(kept(metrics))).toBeNull()
    expect(new Set(trajectories.map(({ seat }) => seat))).toEqual(new Set(['challenger', 'reasoner']))
    for (const { automaton, completion } of trajectories) {
      if (automaton === undefined) throw new Error('a trajectory is not held to anything')
      let state: number | null = 0
      for (const token of completion.tokens)
        state = state === null ? null : nextState(automaton, state, token)
      expect(state).not.toBeNull()
    }
    expect(await play()).toEqual(await play())
  })

  it('shows the Reasoner the text before the gap and nothing else', async () => {
    const { episodes } = await play()
    for (const { candidates, chosen, prompts, passage } of episodes) {
      const task = candidates[chosen ?? -1]?.task
      if (task?.cloze === undefined) throw new Error('no cloze')
      const shown = textOf({ parts: [{ text: prompts.reasoner?.text ?? '' }] })
      expect(shown).toBe(`[begin][passage]${task.cloze.before.trimEnd()}`)
      expect(new Reading(shown).findWords(goldText(task))).toBeNull()
      const rest = passage.text.replace(/\s+/gu, ' ').split(task.cloze.before)[1] ?? ''
      expect(rest.startsWith(goldText(task))).toBe(true)
    }
  })

  it('asks for recall where it is set, whose chance is nothing', async () => {
    const { episodes, metrics } = await play({ 'game.cloze': 'recall' })
    const tasks = episodes.flatMap(({ candidates }) => candidates.flatMap(({ task }) => task ?? []))
    expect(tasks.every(({ type, options }) => type === 'string' && options.length === 0)).toBe(true)
    expect(metrics.chance).toBe(0)
    expect((await play({ 'game.cloze': 'mixed' })).metrics.byType).toHaveProperty('string')
  })

  it('lets a script point by rule, and says why there is no task where a passage has no span', async () => {
    const scripted = await play({ 'game.challenger': 'scripted' }, new StrongChallenger())
    expect(scripted.metrics.validRate).toBeGreaterThan(0.95)
    const context = { passage: null, analyser: freeText, window: new QuestionWindow(1), active: [] }
    const { task, gates } = checkPointing({ text: ' 1', stopped: true }, null, context)
    expect([task, gates[0]?.why?.code]).toEqual([null, 'cloze.noSpan'])
  })

  it('drops a gap into which another option fits better by the score of the whole sentence, where that is set', async () => {
    const active = ['parse', 'duplicate', 'fits']
    const scored: string[] = []
    // Sentences with more letters of the first half of the alphabet are the likelier ones.
    const scoring: Player = {
      ...walkingPlayer,
      score: async (sequences) =>
        sequences.map(({ tokens, from }) => {
          const text = decodeTokens(tokens.slice(from))
          scored.push(decodeTokens(tokens.slice(0, from)) + text)
          return text.match(/[a-m]/giu)?.length ?? 0
        }),
    }
    const { episodes, metrics } = await playRound({
      config: sumConfig({ ...changes, 'gates.active': active }),
      seed: 3,
      round: 1,
      passages,
      challenger: walkingPlayer,
      reasoner: scoring,
      history: [],
      analyser: freeText,
    })
    expect(metrics.validRate).toBeGreaterThan(0.05)
    expect(metrics.validRate).toBeLessThan(0.95)
    const letters = (text: string): number => text.match(/[a-m]/giu)?.length ?? 0
    for (const { candidates, passage } of episodes)
      for (const { task, valid, gates } of candidates) {
        if (task === null) throw new Error('no task')
        const best = Math.max(...task.options.map(letters))
        expect(valid).toBe(letters(goldText(task)) === best)
        if (!valid) expect(gates.at(-1)?.why?.code).toBe('gap.otherFits')
        expect(scored).toContain(task.question.replace('___', goldText(task)))
        expect(passage.text.replace(/\s+/gu, ' ')).toContain(task.question.replace('___', goldText(task)))
      }
    // A player that gives no numbers is not asked.
    expect((await play({ 'gates.active': active })).metrics.validRate).toBeGreaterThan(0.95)
  })
})

describe('a gap in a sentence of one’s own', () => {
  it('is gone on from, and filled with as many words as are wanted', () => {
    expect(gapIn('The bell of ___ rang.')).toEqual({ before: 'The bell of ' })
    expect(gapIn('Who rang the bell?')).toBeNull()
    expect(fillingIn(' New York rang', 2)).toBe('New York')
    expect(fillingIn(' Lindow', 1)).toBe('Lindow')
    expect(fillingIn('', 1)).toBeNull()
  })
})

import { describe, expect, it } from 'vitest'
import { ScriptPlayer } from '../../players/scriptPlayer'
import { freeText } from '../analyser'
import { TASK_OPENING } from '../prompts/json'
import { recheckEpisode } from '../recheck'
import { Recorder, sumConfig, sumPassages, textOf } from '../testing/sums'
import { playRound } from '../testing/testRound'

const config = sumConfig({
  'game.prompts': 'paper',
  'game.typeChoice': 'challenger',
  'game.answerTypes': ['integer', 'string'],
  'gates.active': ['parse'],
})

/** Chooses integers for even calls, then writes a task, now and then no JSON. */
const challenger = (): Recorder =>
  new Recorder(
    new ScriptPlayer('challenger', ({ type, index, text }) => {
      if (type !== TASK_OPENING)
        return text.includes('Ann')
          ? 'false, "suitable_for_free_form": true, "best_answer_type": "Integer", "reason": "a sum"}'
          : 'I would rather not.'
      return index === 0
        ? 'What?'
        : `How many books are 4 and ${index}?", "answer": "${4 + index}", "answer_type": "Integer"} There.`
    }),
  )
const reasoner = (): Recorder =>
  new Recorder(new ScriptPlayer('reasoner', ({ index }) => `So it is \\boxed{${5 + (index % 2)}}.`))

describe('a round of the paper family', () => {
  it('calls the selector once a passage, then asks for JSON, and judges boxed answers', async () => {
    const [asks, answers] = [challenger(), reasoner()]
    const passages = sumPassages(4)
    const result = await playRound({
      config,
      seed: 3,
      round: 1,
      passages,
      challenger: asks,
      reasoner: answers,
      history: [],
      analyser: freeText,
    })
    const [selected = [], ...written] = asks.calls
    expect(selected.map(({ count }) => count)).toEqual([1, 1, 1, 1])
    // The sampler is made for the budgets of the seats and no more.
    expect(selected.every(({ maxNewTokens }) => maxNewTokens <= config.game.challengerTokens)).toBe(true)
    expect(written.flat().every((request) => textOf(request).endsWith(TASK_OPENING))).toBe(true)
    const tasks = result.episodes.flatMap(({ candidates }) => candidates.flatMap(({ task }) => task ?? []))
    expect(tasks.length).toBeGreaterThan(0)
    expect(new Set(tasks.map(({ type }) => type))).toEqual(new Set(['integer']))
    // What did not parse failed at the gate that says so.
    expect(
      result.episodes
        .flatMap(({ candidates }) => candidates)
        .filter(({ task }) => task === null)
        .every(({ gates }) => gates[0]?.gate === 'parse' && !gates[0].passed),
    ).toBe(true)
    for (const episode of result.episodes) expect(recheckEpisode(episode, config, 3)).toEqual([])
    const verdicts = new Set(
      result.episodes.flatMap(({ attempts }) => attempts.map(({ verdict }) => verdict)),
    )
    expect(verdicts).toEqual(new Set(['right', 'wrong']))
    // No token of a passage reaches the Reasoner.
    for (const request of answers.calls.flat())
      for (const { text } of passages) expect(textOf(request)).not.toContain(text.slice(0, 30))
    expect(result.metrics.processedTokens).toBeGreaterThan(result.metrics.generatedTokens)
  })

  it('calls no selector where the rules draw the type, or where there is no corpus', async () => {
    for (const changes of [{ 'game.typeChoice': 'assigned' }, { 'game.corpus': false }]) {
      const asks = challenger()
      const changed = sumConfig({
        'game.prompts': 'paper',
        'game.typeChoice': 'challenger',
        'game.answerTypes': ['integer'],
        'gates.active': ['parse'],
        ...changes,
      })
      await playRound({
        config: changed,
        seed: 3,
        round: 1,
        passages: sumPassages(2),
        challenger: asks,
        reasoner: reasoner(),
        history: [],
        analyser: freeText,
      })
      expect(asks.calls.flat().every((request) => textOf(request).endsWith(TASK_OPENING))).toBe(true)
    }
  })
})

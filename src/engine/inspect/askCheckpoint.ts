// A question of one's own, put to checkpoints of a run one after the other. Opens its own small model: no
// trainer, and nothing of the run in play is touched.

import { problem } from '../../problems'
import type { ModelAnswers } from '../../protocol/door'
import { fillingIn, gapIn } from '../../spice/cloze/answering'
import { promptStyle } from '../../spice/prompts'
import { finalAnswer } from '../../spice/text/finalAnswer'
import { ModelPlayer } from '../../players/modelPlayer'
import { Sampler } from '../../model/sampler'
import type { Gpu } from '../../gpu'
import { preset, withValue } from '../../config/config'
import { capacities } from '../runtime/capacity'
import type { EnginePorts } from '../enginePorts'
import { modelForInspection } from '../runtime/publishedModel'
import { storedRun, storedSnapshot } from '../checkpoints/storedCheckpoint'
import { EngineError } from '../errors'

export interface Question {
  readonly question: string
  readonly run: string
  readonly checkpoints: readonly string[]
  readonly attempts: number
  /** Of what fills a gap; one where it is not known. */
  readonly words?: number
}

/** Longest question and most answers of one asking. */
const MOST_CHARACTERS = 2000
const MOST_ATTEMPTS = 64

/** Each checkpoint's answers, in the order in which they were named. The device is the caller's. */
export async function ask(
  ports: EnginePorts,
  gpu: Gpu,
  { question, run, checkpoints, attempts, words = 1 }: Question,
  onProgress: (done: number, total: number) => void = () => undefined,
): Promise<ModelAnswers[]> {
  const text = question.trim()
  if (text === '') throw new EngineError(problem('ask-empty'), 'ask')
  if (text.length > MOST_CHARACTERS)
    throw new EngineError(problem('ask-long', { characters: text.length, limit: MOST_CHARACTERS }), 'ask')
  const { config, seed } = (await storedRun(ports, run)).linked
  const count = Math.min(MOST_ATTEMPTS, Math.max(1, Math.round(attempts)))
  const answers: ModelAnswers[] = []
  for (const [index, checkpoint] of checkpoints.entries()) {
    onProgress(index, checkpoints.length)
    const snapshot = await storedSnapshot(
      ports,
      run,
      checkpoint,
      problem('no-checkpoint-any-more', { checkpoint }),
    )
    const { architecture, tokenizer } = snapshot
    const model = await modelForInspection(ports, gpu, snapshot, config)
    const small = withValue(preset('nano'), 'game.reasonerTokens', config.game.reasonerTokens)
    const sampler = await Sampler.create(model, { ...capacities(architecture, small).sampler, slots: count })
    try {
      const player = new ModelPlayer(checkpoint, sampler, tokenizer, architecture.context)
      // A gap in a sentence is answered by going on from what stands before it.
      const cloze = config.game.world === 'cloze' ? gapIn(text) : null
      const parts = promptStyle(config.game.prompts).reasoner({
        ...{ question: text, options: [] },
        ...(cloze === null ? {} : { cloze }),
      })
      const prompt = player.encode(parts)
      if (prompt.length >= architecture.context) {
        throw new EngineError(
          problem('ask-tokens', { tokens: prompt.length, limit: architecture.context }),
          'ask',
        )
      }
      const request = {
        seat: 'reasoner' as const,
        parts,
        tokens: prompt,
        count,
        stream: 0,
        maxNewTokens: config.game.reasonerTokens,
        temperature: config.game.temperature,
      }
      const [completions = []] = await player.complete([request], { seed })
      const attempted = completions.map((each) => ({
        text: each.text,
        answer: cloze === null ? finalAnswer(each.text) : fillingIn(each.text, words),
        verdict: null,
        tokens: each.tokens,
        logp: each.logp,
      }))
      answers.push({ checkpoint, prompt, attempts: attempted })
    } finally {
      sampler.destroy()
      model.destroy()
    }
  }
  return answers
}

// A question of one's own, put to checkpoints of a run one after the other. Opens its own small model: no
// trainer, and nothing of the run in play is touched.

import { problem } from '../../problems'
import type { ModelAnswers } from '../../protocol/door'
import type { Generated } from '../../protocol/records'
import { fillingIn, gapIn } from '../../spice/cloze/answering'
import { promptStyle } from '../../spice/prompts'
import { finalAnswer } from '../../spice/text/finalAnswer'
import { ModelPlayer } from '../../players/modelPlayer'
import { Sampler } from '../../model/sampler'
import type { Gpu } from '../../gpu'
import { preset, withValue } from '../../config/config'
import type { RunConfig } from '../../config/schema'
import type { Model } from '../../model/model'
import type { Snapshot } from '../checkpoints/snapshot'
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

/** What was asked, or a refusal. */
export function expectQuestion(question: string): string {
  const text = question.trim()
  if (text === '') throw new EngineError(problem('ask-empty'), 'ask')
  if (text.length > MOST_CHARACTERS)
    throw new EngineError(problem('ask-long', { characters: text.length, limit: MOST_CHARACTERS }), 'ask')
  return text
}

/** A gap in a sentence is answered by going on from what stands before it. */
const gapOf = (text: string, { game }: RunConfig) => (game.world === 'cloze' ? gapIn(text) : null)

interface AskedModel {
  readonly name: string
  readonly model: Model
  readonly tokenizer: Snapshot['tokenizer']
  readonly config: RunConfig
  readonly text: string
}

/** A question as the Reasoner is given it, and its completions; their number is limited. */
export async function answersOf(
  { name, model, tokenizer, config, text }: AskedModel,
  { count, seed, temperature }: { count: number; seed: number; temperature: number },
): Promise<{ prompt: readonly number[]; completions: readonly Generated[] }> {
  const { architecture } = model
  const slots = Math.min(MOST_ATTEMPTS, Math.max(1, Math.round(count)))
  const small = withValue(preset('nano'), 'game.reasonerTokens', config.game.reasonerTokens)
  const sampler = await Sampler.create(model, { ...capacities(architecture, small).sampler, slots })
  try {
    const cloze = gapOf(text, config)
    const player = new ModelPlayer(name, sampler, tokenizer, architecture.context)
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
      count: slots,
      stream: 0,
      maxNewTokens: config.game.reasonerTokens,
      temperature,
    }
    const [completions = []] = await player.complete([request], { seed })
    return { prompt, completions }
  } finally {
    sampler.destroy()
  }
}

/** Each checkpoint's answers, in the order in which they were named. The device is the caller's. */
export async function ask(
  ports: EnginePorts,
  gpu: Gpu,
  { question, run, checkpoints, attempts, words = 1 }: Question,
  onProgress: (done: number, total: number) => void = () => undefined,
): Promise<ModelAnswers[]> {
  const text = expectQuestion(question)
  const { config, seed } = (await storedRun(ports, run)).linked
  const { temperature } = config.game
  const cloze = gapOf(text, config)
  const answers: ModelAnswers[] = []
  for (const [index, checkpoint] of checkpoints.entries()) {
    onProgress(index, checkpoints.length)
    const snapshot = await storedSnapshot(
      ports,
      run,
      checkpoint,
      problem('no-checkpoint-any-more', { checkpoint }),
    )
    const model = await modelForInspection(ports, gpu, snapshot, config)
    try {
      const asked = { name: checkpoint, model, tokenizer: snapshot.tokenizer, config, text }
      const { prompt, completions } = await answersOf(asked, { count: attempts, seed, temperature })
      const attempted = completions.map((each) => ({
        text: each.text,
        answer: cloze === null ? finalAnswer(each.text) : fillingIn(each.text, words),
        verdict: null,
        tokens: each.tokens,
        logp: each.logp,
      }))
      answers.push({ checkpoint, prompt, attempts: attempted })
    } finally {
      model.destroy()
    }
  }
  return answers
}

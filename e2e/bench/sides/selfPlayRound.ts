// A whole SPICE round as the engine plays it: the built-in weights on worked-number stories; questions,
// gates, attempts, rewards and the update of the weights. Every turn plays the same round from the same
// weights.
import { parseLink } from '../../../src/config/link'
import { SelfPlay } from '../../../src/engine/training/selfPlay'
import { GpuModelRuntime } from '../../../src/engine/runtime/modelRuntime'
import { readSnapshot } from '../../../src/engine/checkpoints/snapshot'
import type { Gpu } from '../../../src/gpu'
import type { CorpusStore } from '../../../src/protocol/ports'
import { metricsLine } from '../../../src/spice/round/metrics'
import { corpusTexts } from '../../../src/spice/stories/storyCorpus'
import { WrongResult, type Ready } from '../side'

const LINK = 'v=1&preset=nano&seed=1&game.passages=4&game.groupSize=4&game.answerTypes=integer'

/** A store that holds one corpus and nothing else: a round asks for texts alone. */
function storeOf(texts: readonly string[]): CorpusStore {
  const refuse = (): Promise<never> =>
    Promise.reject(new Error('the corpus of the benchmark does not change'))
  return {
    corpora: async () => [],
    put: refuse,
    add: refuse,
    documents: async () =>
      texts.map((text, i) => ({
        id: String(i),
        corpus: 'c',
        name: `story ${i}`,
        length: text.length,
        tokens: 0,
        added: 0,
      })),
    document: async () => null,
    text: async (_, document) => texts[Number(document)] ?? null,
    async *texts() {
      for (const [i, text] of texts.entries()) yield { id: String(i), text }
    },
    remove: refuse,
  }
}

async function weights(): Promise<Uint8Array> {
  const path = 'weights/nano-numbers.safetensors'
  if (typeof document !== 'undefined') return new Uint8Array(await (await fetch(`/${path}`)).arrayBuffer())
  const { readFile } = await import('node:fs/promises')
  return readFile(`${import.meta.dirname}/../../../public/${path}`)
}

export async function prepareRound(gpu: Gpu): Promise<Ready> {
  const linked = parseLink(LINK)
  const snapshot = readSnapshot(await weights())
  if (!snapshot.ok) throw new Error(snapshot.error.message)
  const { architecture, tokenizer } = snapshot.value
  const machine = await GpuModelRuntime.open(gpu, architecture, tokenizer, linked.config)
  const seats = { player: machine.player, trainer: machine.trainer, tokenizer, context: architecture.context }
  const game = await SelfPlay.open(
    {
      corpora: storeOf(corpusTexts('numbers', 200, 5)),
      asset: () => Promise.reject(new Error('no file is asked for')),
    },
    ['c'],
    linked,
    seats,
    [],
  )
  const play = async (): Promise<string> => {
    await machine.restore(snapshot.value, 1, null)
    const played = await game.round(
      0,
      { questions: [] },
      {
        signal: new AbortController().signal,
        onPhase: () => undefined,
      },
    )
    const { episodes } = played
    const metrics = metricsLine(played, { probeAccuracy: null, seconds: 0 })
    const attempts = episodes.reduce((sum, episode) => sum + episode.attempts.length, 0)
    if (attempts === 0 || !(metrics.gradNormReasoner > 0))
      throw new WrongResult(`a round with ${attempts} attempts and a gradient of ${metrics.gradNormReasoner}`)
    return `${episodes.length} passages, ${attempts} attempts, ${metrics.processedTokens} tokens, pass rate ${String(metrics.passRate)}`
  }
  const first = await play()
  return {
    checked: `the same round twice: ${first}`,
    async turn() {
      const began = performance.now()
      const again = await play()
      const seconds = (performance.now() - began) / 1000
      if (again !== first) throw new WrongResult(`the round was ${first}, and again ${again}`)
      return { amount: 1, seconds }
    },
    end: () => undefined,
  }
}

// The Challenger's part of a round: G candidates for every passage in one batch, then further waves for the
// passages that have no valid one yet, up to N tries each; every candidate goes through the gates in a fixed
// order.

import { at } from '../../base/at'
import type { Generated, GateResult, Passage, Prompt, Task } from '../../protocol/records'
import type { AnswerType, RunConfig } from '../../config/schema'
import type { PassageAnalyser } from '../analyser'
import { checkCompletion, checkProposal } from '../gates/gates'
import type { QuestionWindow } from '../gates/duplicate'
import { openBook } from '../gates/openBook'
import { familyOf } from '../families'
import { drawKind, referencesFor } from '../programs/generate'
import type { ProgramKind } from '../programs/tasks'
import { programPrompt, promptText } from '../prompts'
import { requestTo, type Player, type PromptPart } from '../seats'
import { Reading } from '../text/reading'
import { drawFor, streamFor } from './draws'

export interface Tried {
  readonly completion: Generated
  readonly task: Task | null
  gates: readonly GateResult[]
  valid: boolean
  readonly duplicate: boolean
}

/** One passage with what the Challenger has written about it so far. */
export interface Asked {
  readonly episode: number
  readonly passage: Passage
  readonly parts: readonly PromptPart[]
  readonly prompt: Prompt
  /** Null where the Challenger chooses, and in a world of programs. */
  readonly type: AnswerType | null
  /** The kind of task about a program that is asked for; null in a world of passages. */
  readonly kind: ProgramKind | null
  readonly tried: Tried[]
}

export interface AskContext {
  readonly config: RunConfig
  readonly seed: number
  readonly round: number
  readonly challenger: Player
  readonly reasoner: Player
  readonly analyser: PassageAnalyser
  readonly window: QuestionWindow
  readonly signal?: AbortSignal
  readonly onProgress?: (done: number, total: number) => void
}

/** Tokens that the Challenger and the open-book gate cost: written, and read as prompts (once a request). */
export interface Cost {
  generated: number
  prompted: number
}

const noPassage: Passage = { document: '', start: 0, end: 0, text: '' }

/**
 * An active type that the passage can carry, drawn uniformly; any active one where it can carry none of them.
 */
function assignType(context: AskContext, episode: number, passage: string | null): AnswerType {
  const active = context.config.game.answerTypes
  const fits = passage === null ? [] : context.analyser.types(passage)
  const both = active.filter((type) => fits.includes(type))
  return drawFor({ ...context, episode }, 'type').pick(both.length > 0 ? both : active)
}

/** Most tokens of a selector's answer: four short fields. */
const SELECTOR_TOKENS = 96

/**
 * The type of each passage by the family's selector, one call a passage; what it does not choose well is
 * drawn.
 */
async function selectTypes(
  context: AskContext,
  passages: readonly Passage[],
  cost: Cost,
): Promise<AnswerType[]> {
  const { config, challenger, seed, round, signal } = context
  const { prompts, answerTypes, challengerTokens, temperature } = config.game
  const { selector } = familyOf(prompts)
  if (selector === null) return []
  const requests = passages.map(({ text }, episode) =>
    requestTo(challenger, {
      seat: 'challenger',
      parts: selector.prompt(text),
      count: 1,
      stream: streamFor({ round, episode }, 'selector', 0),
      maxNewTokens: Math.min(SELECTOR_TOKENS, challengerTokens),
      temperature,
    }),
  )
  const chosen = await challenger.complete(requests, { seed, ...(signal === undefined ? {} : { signal }) })
  return passages.map(({ text }, episode) => {
    const completion = chosen[episode]?.[0]
    cost.prompted += at(requests, episode).tokens.length
    cost.generated += completion?.tokens.length ?? 0
    return selector.parse(completion?.text ?? '', answerTypes) ?? assignType(context, episode, text)
  })
}

/**
 * The round's episodes before the Challenger has written anything; a family with a selector calls it here.
 */
export async function openEpisodes(
  context: AskContext,
  passages: readonly Passage[],
  cost: Cost,
): Promise<Asked[]> {
  const { corpus, prompts, typeChoice, world } = context.config.game
  const selects =
    world !== 'programs' && corpus && typeChoice === 'challenger' && familyOf(prompts).selector !== null
  const selected = selects ? await selectTypes(context, passages, cost) : []
  return passages.map((passage, episode) => openEpisode(context, passage, episode, selected[episode] ?? null))
}

/** In place of a passage stand past triples, of which the proposer is to write another. */
function openProgram(context: AskContext, episode: number): Asked {
  const place = { ...context, episode }
  const kind = drawKind(drawFor(place, 'type'))
  const text = referencesFor(kind, context.window.last(Infinity), context.seed, drawFor(place, 'references'))
  const parts = programPrompt(text, kind)
  const prompt = { tokens: [...context.challenger.encode(parts)], text: promptText(parts) }
  return {
    episode,
    passage: { document: kind, start: 0, end: text.length, text },
    parts,
    prompt,
    type: null,
    kind,
    tried: [],
  }
}

function openEpisode(
  context: AskContext,
  passage: Passage,
  episode: number,
  selected: AnswerType | null,
): Asked {
  const { corpus, prompts, typeChoice, world } = context.config.game
  if (world === 'programs') return openProgram(context, episode)
  const text = corpus ? passage.text : null
  const drawn = typeChoice === 'assigned' || (selected === null && familyOf(prompts).selector !== null)
  const type = selected ?? (drawn ? assignType(context, episode, text) : null)
  const parts = familyOf(prompts).challenger(text, type)
  const prompt = { tokens: [...context.challenger.encode(parts)], text: promptText(parts) }
  return { episode, passage: corpus ? passage : noPassage, parts, prompt, type, kind: null, tried: [] }
}

async function askWave(
  context: AskContext,
  asked: readonly Asked[],
  wave: number,
  cost: Cost,
): Promise<void> {
  const { config, seed, round, signal } = context
  const { groupSize, maxCandidates, challengerTokens, temperature, answerTypes, corpus } = config.game
  const requests = asked.map(({ parts, prompt, tried, episode }) => ({
    seat: 'challenger' as const,
    parts,
    tokens: prompt.tokens,
    count: Math.min(groupSize, Math.max(groupSize, maxCandidates) - tried.length),
    stream: streamFor({ round, episode }, 'challenger', wave),
    maxNewTokens: challengerTokens,
    temperature,
  }))
  const written = await context.challenger.complete(requests, {
    seed,
    ...(signal === undefined ? {} : { signal }),
  })
  const toOpen: { each: Tried; passage: string; task: Task; stream: number }[] = []
  for (const [i, { episode, passage, type, kind, tried, prompt }] of asked.entries()) {
    const reading = corpus ? new Reading(passage.text) : null
    cost.prompted += prompt.tokens.length
    for (const completion of written[i] ?? []) {
      cost.generated += completion.tokens.length
      const checked =
        kind !== null
          ? checkProposal(completion, kind, { window: context.window, active: config.gates.active })
          : checkCompletion(completion, {
              passage: reading,
              analyser: context.analyser,
              window: context.window,
              type,
              types: answerTypes,
              active: config.gates.active,
              prompts: config.game.prompts,
            })
      const each: Tried = { completion, ...checked, valid: checked.gates.every((gate) => gate.passed) }
      if (each.valid && each.task !== null) {
        context.window.addTask(each.task)
        if (kind === null && config.gates.active.includes('openBook') && corpus) {
          toOpen.push({
            each,
            passage: passage.text,
            task: each.task,
            stream: streamFor({ round, episode }, 'openBook', tried.length),
          })
        }
      }
      tried.push(each)
    }
  }
  const opened = await openBook(context.reasoner, toOpen, {
    seed,
    maxNewTokens: config.game.reasonerTokens,
    prompts: config.game.prompts,
    ...(signal === undefined ? {} : { signal }),
  })
  cost.generated += opened.generated
  cost.prompted += opened.prompted
  for (const [i, { each }] of toOpen.entries()) {
    const result = opened.results[i]
    if (result === undefined) continue
    each.gates = [...each.gates, result]
    each.valid = result.passed
  }
}

/**
 * Fills `tried` of every episode. A passage is asked about again only while none of its candidates is valid.
 */
export async function askAll(context: AskContext, all: readonly Asked[], cost: Cost): Promise<void> {
  const limit = Math.max(context.config.game.groupSize, context.config.game.maxCandidates)
  let open = all
  for (let wave = 0; open.length > 0; wave++) {
    context.signal?.throwIfAborted()
    context.onProgress?.(all.length - open.length, all.length)
    const before = open.map(({ tried }) => tried.length)
    await askWave(context, open, wave, cost)
    // A player that gives nothing would otherwise be asked for ever.
    open = open.filter(
      ({ tried }, i) =>
        tried.length > (before[i] ?? 0) && tried.length < limit && !tried.some(({ valid }) => valid),
    )
  }
  context.onProgress?.(all.length, all.length)
}

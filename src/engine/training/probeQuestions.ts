// Which fixed questions a run is probed with: those that a person named, else the lab's own for the kinds of
// story in its corpora, of the answer types that it plays. A corpus without stories has none: what follows
// from it cannot be known beforehand.

import { at } from '../../base/at'
import type { AnswerType, RunConfig } from '../../config/schema'
import type { CorpusStore } from '../../protocol/ports'
import { expression } from '../../spice/answers/expression'
import { analyse } from '../../spice/stories/analyse'
import { mixed, readProbe, type ProbeQuestion } from '../../training/probe'
import type { EnginePorts } from '../enginePorts'
import { EngineError } from '../errors'

/** Probe files of public/probes by what makes a story theirs. */
const files = ['integers', 'expressions', 'relations'] as const
type ProbeFile = (typeof files)[number]

/**
 * Documents that are looked at, and the share of them that must be stories of a kind for its probe to be
 * asked.
 */
const LOOKED_AT = 100
const SHARE = 0.05

function fileOf(text: string): ProbeFile | null {
  const kind = analyse(text)?.kind
  if (kind === undefined) return null
  if (kind.domain === 'relations') return 'relations'
  return kind.type === expression.name ? 'expressions' : 'integers'
}

/** The probe files that fit the corpora, judged by documents spread evenly over them. */
export async function fittingProbes(store: CorpusStore, corpora: readonly string[]): Promise<ProbeFile[]> {
  const counts = new Map<ProbeFile, number>()
  let looked = 0
  for (const corpus of corpora) {
    const documents = await store.documents(corpus)
    const every = Math.max(1, Math.floor(documents.length / LOOKED_AT))
    for (let i = 0; i < documents.length; i += every) {
      const file = fileOf((await store.text(corpus, at(documents, i).id)) ?? '')
      looked += 1
      if (file !== null) counts.set(file, (counts.get(file) ?? 0) + 1)
    }
  }
  return files.filter((file) => (counts.get(file) ?? 0) > SHARE * looked)
}

/**
 * Questions of the types in play, of each list that has some: a run that never plays a type never learns its
 * form, so its questions would only count as wrong.
 */
export const ofTypes = (
  lists: readonly (readonly ProbeQuestion[])[],
  types: readonly AnswerType[],
): ProbeQuestion[][] =>
  lists.map((list) => list.filter(({ type }) => types.includes(type))).filter((list) => list.length > 0)

export async function probeFor(
  ports: EnginePorts,
  corpora: readonly string[],
  { probe, game }: RunConfig,
): Promise<ProbeQuestion[]> {
  const names =
    ports.probe === undefined
      ? (await fittingProbes(ports.corpora, corpora)).map((file) => `probes/${file}.json`)
      : [ports.probe]
  const lists: ProbeQuestion[][] = []
  for (const name of names) {
    const file = await ports.asset(name)
    const questions = file.ok ? readProbe(new TextDecoder().decode(file.value), name) : file
    if (!questions.ok) throw new EngineError(questions.error, 'probe')
    lists.push(questions.value)
  }
  return mixed(ports.probe === undefined ? ofTypes(lists, game.answerTypes) : lists, probe.questions)
}

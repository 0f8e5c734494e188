// Draws passages: a document as chooseDocument.ts says, then one of its passages uniformly. Documents are
// cut when they are drawn, so that a corpus of any size costs nothing before it is used. Where a part of
// the corpora is held out, a source gives that part or the rest.

import { at } from '../../base/at'
import { hashText, Random } from '../../base/random'
import { holdOut, spansOfPart, type DocumentPart, type Part } from '../../corpus'
import { problem } from '../../problems'
import { fileOf } from '../../protocol/filesOfCorpus'
import type { CorpusStore, DocumentRecord } from '../../protocol/ports'
import type { Passage } from '../../protocol/records'
import { EngineError } from '../errors'
import { documentChooser, weightOf, type Draw } from './chooseDocument'

/** Cuts one document's text; `start` and `end` in UTF-16 code units. */
export type CutText = (
  text: string,
) => readonly { readonly start: number; readonly end: number; readonly text: string }[]

interface Place extends Pick<DocumentRecord, 'corpus' | 'name' | 'marks'> {
  readonly document: string
  readonly length: number
  readonly weight: number
  /** What of it the source gives: all where it is the wanted part. */
  readonly part: DocumentPart
}

/** First and last second or row of a passage, from the marks before its beginning and before its end. */
function citation(
  { name, marks }: Place,
  { start, end }: { start: number; end: number },
): Pick<Passage, 'cited'> {
  const before = (place: number): number | undefined => marks?.at.findLast(([from]) => from < place)?.[1]
  const from = before(start + 1) ?? marks?.at[0]?.[1]
  if (marks === undefined || from === undefined) return {}
  return { cited: { file: fileOf(name), unit: marks.unit, from, to: before(end) ?? from } }
}

/** Documents whose passages are remembered. */
const REMEMBERED = 4096
/** Draws in a row that gave a document without a passage, after which the corpus is taken to have none. */
const PATIENCE = 200
/** Share of draws that take a document that has come in while the run plays, as long as there is one. */
const FRESH_SHARE = 0.5
/** Draws in a row that gave nothing new, after which a pool is what the corpora have. */
const POOL_PATIENCE = 400

/** What is asked of a store of corpora. */
export type DocumentTexts = Pick<CorpusStore, 'documents' | 'text'> & Partial<Pick<CorpusStore, 'corpora'>>

/** A document of the corpora, before it is said what of it is read. */
type Document = Omit<Place, 'part'>

async function documentsOf(store: DocumentTexts, corpora: readonly string[]): Promise<Document[]> {
  const all: Document[] = []
  const records = (await store.corpora?.()) ?? []
  for (const corpus of corpora) {
    const record = records.find(({ id }) => id === corpus) ?? {}
    for (const { id, name, length, marks } of await store.documents(corpus)) {
      const weight = weightOf(record, name)
      if (weight === 0) continue
      all.push({ corpus, document: id, name, length, weight, ...(marks === undefined ? {} : { marks }) })
    }
  }
  return all
}

/** The documents of which the wanted part is not empty; all of each where nothing is held out. */
function placesOf(all: readonly Document[], part: Part | null): Place[] {
  const parts = part === null ? null : holdOut(all.map(({ document, name }) => ({ id: document, name })))
  return all
    .map((place): Place => ({ ...place, part: parts?.get(place.document) ?? 'read' }))
    .filter((place) => part === null || place.part === 'both' || place.part === part)
}

export class PassageSource {
  private readonly cuts = new Map<string, readonly Passage[]>()
  private choose: (random: Random) => number
  /** What has come in since it was opened and was not drawn yet. */
  private fresh: readonly Place[] = []

  private constructor(
    private readonly store: DocumentTexts,
    private readonly corpora: readonly string[],
    private readonly how: {
      readonly cut: CutText
      readonly part: Part
      readonly holds: boolean
      readonly draw: Draw
    },
    /** Every document of the corpora, held out or not. */
    private known: readonly Document[],
    private places: readonly Place[],
  ) {
    this.choose = this.chooser()
  }

  /** `part`: what is wanted where a part of the corpora is held out; null where all of them is read. */
  static async open(
    store: DocumentTexts,
    corpora: readonly string[],
    cut: CutText,
    part: Part | null = null,
    draw: Draw = 'document',
  ): Promise<PassageSource> {
    const all = await documentsOf(store, corpora)
    if (all.length === 0) throw new EngineError(problem('no-documents'), 'corpus')
    const how = { cut, part: part ?? 'read', holds: part !== null, draw }
    return new PassageSource(store, corpora, how, all, placesOf(all, part))
  }

  /** Name of a document of the corpora; its id where it has gone. */
  nameOf(id: string): string {
    return this.known.find(({ document }) => document === id)?.name ?? id
  }

  /** Takes in what has come into the corpora since it was opened, but for what of it is held out. */
  async grow(): Promise<void> {
    const before = new Set(this.known.map(({ document }) => document))
    this.known = await documentsOf(this.store, this.corpora)
    const come = placesOf(this.known, this.how.holds ? this.how.part : null).filter(
      ({ document }) => !before.has(document),
    )
    this.places = [...this.places, ...come]
    this.fresh = [...this.fresh, ...come]
    this.choose = this.chooser()
  }

  private chooser(): (random: Random) => number {
    return documentChooser(
      this.places,
      this.places.map(({ weight }) => weight),
      this.how.draw,
    )
  }

  /** Hash of the corpora's documents in order: equal where a resumed run sees what it saw before. */
  get fingerprint(): number {
    return hashText(
      this.known.map(({ document, weight }) => (weight === 1 ? document : `${document}*${weight}`)).join(' '),
    )
  }

  get documents(): number {
    return this.places.length
  }

  async draw(random: Random): Promise<Passage> {
    for (let tries = 0; tries < PATIENCE && this.places.length > 0; tries++) {
      const passages = await this.passagesOf(this.next(random))
      if (passages.length > 0) return random.pick(passages)
    }
    throw new EngineError(problem('no-passages'), 'corpus')
  }

  /** While documents come in, every other draw takes the oldest of them; else any is as likely as another. */
  private next(random: Random): Place {
    const [oldest, ...rest] = this.fresh
    if (oldest === undefined || !random.chance(FRESH_SHARE)) return at(this.places, this.choose(random))
    this.fresh = rest
    return oldest
  }

  /** Different passages, drawn as in a round; fewer where the corpora have not so many. */
  async pool(count: number, seed: number): Promise<Passage[]> {
    const random = Random.from(seed, hashText('arena'))
    const pool = new Map<string, Passage>()
    for (let stale = 0; pool.size < count && stale < POOL_PATIENCE; stale++) {
      const passage = await this.draw(random)
      const key = `${passage.document} ${passage.start}`
      if (pool.has(key)) continue
      pool.set(key, passage)
      stale = 0
    }
    return [...pool.values()]
  }

  private async passagesOf(place: Place): Promise<readonly Passage[]> {
    const { corpus, document, part } = place
    const known = this.cuts.get(document)
    if (known !== undefined) return known
    const text = (await this.store.text(corpus, document)) ?? ''
    const passages = spansOfPart({ id: document, text }, part, this.how.part).flatMap(
      ({ start: from, end: to }) =>
        this.how.cut(text.slice(from, to)).map(({ start, end, text: own }) => ({
          document,
          start: from + start,
          end: from + end,
          text: own,
          ...citation(place, { start: from + start, end: from + end }),
        })),
    )
    if (this.cuts.size >= REMEMBERED) this.cuts.clear()
    this.cuts.set(document, passages)
    return passages
  }
}

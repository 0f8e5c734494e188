// The passage as the Challenger sees it, with the place of the gold marked once there is a question.
import { useEffect, useState } from 'react'
import type { DocumentRecord } from '../../protocol/ports'
import type { Passage as Text, Task } from '../../protocol/records'
import { showSource, sourceOf } from '../../state/corpusActions'
import { useApp, useSession } from '../context'
import { corpusName, isStarter } from '../corpus/fileNames'
import { clock, count } from '../format'
import { words } from '../strings'
import { MeasuredChart } from './MeasuredChart'

const none: readonly string[] = []
/** Words of a passage by which a document without a name is known. */
const OPENING = 6

/**
 * A document that is not here is known by a hash of its text: it is called by its corpus, where the run has
 * one, and by the first words of the passage.
 */
function titleOf({ document, text }: Text, corpora: readonly string[]): string {
  if (!/^[0-9a-f]{16,}$/.test(document)) return document
  const opening = text.trim().split(/\s+/).slice(0, OPENING).join(' ')
  if (opening === '') return document.slice(0, 8)
  const [corpus] = corpora
  const named = corpora.length === 1 && corpus !== undefined && isStarter({ id: corpus })
  return words.episodes.untitled(named ? corpusName({ id: corpus, name: corpus }) : null, opening)
}

/** The file with the minute or the row where that is known, else the place in the document's text. */
function citation({ cited, start, end }: Text, document: string): string {
  if (cited === undefined) return words.episodes.document(document, count(start), count(end))
  const shown = cited.unit === 'seconds' ? clock : count
  return words.episodes.cited[cited.unit](cited.file, shown(cited.from), shown(cited.to))
}

export function Passage({ passage, source }: { readonly passage: Text; readonly source: Task['source'] }) {
  const app = useApp()
  const corpora = useSession((state) => state.run?.corpora) ?? none
  const [found, setFound] = useState<DocumentRecord | null>(null)
  useEffect(() => {
    let gone = false
    void sourceOf(app, passage.document).then((record) => {
      if (!gone) setFound(record)
    })
    return () => void (gone = true)
  }, [app, passage.document])
  const marked =
    source !== null && source.start >= 0 && source.end <= passage.text.length && source.start < source.end
  return (
    <figure className="passage" data-testid="passage">
      <blockquote tabIndex={0}>
        {marked ? (
          <>
            {passage.text.slice(0, source.start)}
            <mark>{passage.text.slice(source.start, source.end)}</mark>
            {passage.text.slice(source.end)}
          </>
        ) : (
          passage.text
        )}
      </blockquote>
      <MeasuredChart passage={passage.text} />
      <figcaption className="small muted" data-testid="cited">
        {found === null ? (
          citation(passage, titleOf(passage, corpora))
        ) : (
          <button
            type="button"
            className="link source"
            title={words.episodes.toSource}
            onClick={() => void showSource(app, found, { start: passage.start, end: passage.end })}
            data-testid="source"
          >
            {citation(passage, found.name)}
          </button>
        )}
      </figcaption>
    </figure>
  )
}

// The passage as the Challenger sees it, with the place of the gold marked once there is a question.
import { useEffect, useState } from 'react'
import type { DocumentRecord } from '../../protocol/ports'
import type { Passage as Text, Task } from '../../protocol/records'
import { showSource, sourceOf } from '../../state/corpusActions'
import { useApp } from '../context'
import { clock, count } from '../format'
import { words } from '../strings'
import { MeasuredChart } from './MeasuredChart'

/** Documents are known by a hash of their text; its beginning is enough to tell them apart. */
const nameOf = (document: string): string =>
  /^[0-9a-f]{16,}$/.test(document) ? document.slice(0, 8) : document

/** The file with the minute or the row where that is known, else the place in the document's text. */
function citation({ cited, start, end }: Text, document: string): string {
  if (cited === undefined) return words.episodes.document(document, count(start), count(end))
  const shown = cited.unit === 'seconds' ? clock : count
  return words.episodes.cited[cited.unit](cited.file, shown(cited.from), shown(cited.to))
}

export function Passage({ passage, source }: { readonly passage: Text; readonly source: Task['source'] }) {
  const app = useApp()
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
          citation(passage, nameOf(passage.document))
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

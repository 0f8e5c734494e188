// The passage as the Challenger sees it, with the place of the gold marked once there is a question.
import type { Passage as Text, Task } from '../../protocol/records'
import { count } from '../format'
import { words } from '../strings'

/** Documents are known by a hash of their text; its beginning is enough to tell them apart. */
const nameOf = (document: string): string =>
  /^[0-9a-f]{16,}$/.test(document) ? document.slice(0, 8) : document

export function Passage({ passage, source }: { readonly passage: Text; readonly source: Task['source'] }) {
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
      <figcaption className="small muted">
        {words.episodes.document(nameOf(passage.document), count(passage.start), count(passage.end))}
      </figcaption>
    </figure>
  )
}

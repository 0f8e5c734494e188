// The encoding that a file's text was read in, where that was a guess, and the choice of another.
import type { FileLine } from '../../state/session'
import { readAgain } from '../../state/importActions'
import { useApp, useSession } from '../context'
import { encodings, isEncoding } from './encodings'
import { words } from '../strings'

const t = words.corpus

export function Encoding({ line: { corpus, outcome } }: { readonly line: FileLine }) {
  const app = useApp()
  const sources = useSession((state) => state.sources)
  const { path, encoding } = outcome
  if (encoding === undefined || encoding === null) return null
  const file = sources.find((source) => source.path === path)
  if (file === undefined) return <span className="small muted">{t.readAs(encoding)}</span>
  return (
    <select
      className="input small"
      aria-label={t.encodingOf(path)}
      value={encoding}
      onChange={(event) => void readAgain(app, corpus, file, event.target.value)}
      data-testid="encoding"
    >
      {isEncoding(encoding) ? null : <option value={encoding}>{encoding}</option>}
      {encodings.map(([name, script]) => (
        <option key={name} value={name}>
          {t.encoding(name, t.scripts[script])}
        </option>
      ))}
    </select>
  )
}

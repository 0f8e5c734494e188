// The language of the page, chosen.
import { words } from '../strings'
import { setLanguage, spoken } from '../strings/language'
import { table } from '../strings/table'

const t = words.shell

export function Language({ testId }: { readonly testId?: string }) {
  return (
    <select
      className="input narrow language"
      aria-label={t.language}
      value={spoken.tag}
      onChange={(event) => setLanguage(event.target.value)}
      data-testid={testId}
    >
      {table.map(({ tag, name }) => (
        <option key={tag} value={tag} lang={tag}>
          {name}
        </option>
      ))}
    </select>
  )
}

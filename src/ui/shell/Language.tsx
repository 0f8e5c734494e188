// The language of the page, chosen.
import { language, languages, setLanguage, words } from '../strings'

const t = words.shell

export function Language({ testId }: { readonly testId?: string }) {
  return (
    <select
      className="input narrow language"
      aria-label={t.language}
      value={language}
      onChange={(event) => {
        const to = languages.find((each) => each === event.target.value)
        if (to !== undefined) setLanguage(to)
      }}
      data-testid={testId}
    >
      {languages.map((each) => (
        <option key={each} value={each}>
          {t.languages[each]}
        </option>
      ))}
    </select>
  )
}

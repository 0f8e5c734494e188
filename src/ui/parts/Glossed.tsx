// A sentence whose terms of the field explain themselves: on hover, focus or press a short meaning
// appears, and Escape puts it away (WCAG 2.2, 1.4.13). The words of each language are in strings.
import { Fragment, useId, useState, type ReactNode } from 'react'
import { words } from '../strings'

const entries = Object.entries(words.glossary).flatMap(([key, { forms, means }]) =>
  forms.map((form) => ({ key, form, means })),
)

interface Part {
  readonly text: string
  /** What it means, where it is a term. */
  readonly means: string | null
}

const isLetter = (sign: string): boolean => /[\p{L}\p{M}]/u.test(sign)

/** Parts of a text: each term of the glossary once, where it first stands as a word of its own. */
export function glossedParts(text: string): readonly Part[] {
  const found = entries
    .map((entry) => ({ ...entry, at: text.toLowerCase().indexOf(entry.form.toLowerCase()) }))
    .filter(
      ({ at, form }) => at >= 0 && !isLetter(text.charAt(at - 1)) && !isLetter(text.charAt(at + form.length)),
    )
    .sort((a, b) => a.at - b.at || b.form.length - a.form.length)
  const parts: Part[] = []
  const seen = new Set<string>()
  let from = 0
  for (const { key, form, means, at } of found) {
    if (at < from || seen.has(key)) continue
    seen.add(key)
    parts.push({ text: text.slice(from, at), means: null }, { text: text.slice(at, at + form.length), means })
    from = at + form.length
  }
  return [...parts, { text: text.slice(from), means: null }].filter((part) => part.text !== '')
}

function Term({ children, means }: { readonly children: ReactNode; readonly means: string }) {
  const [open, setOpen] = useState(false)
  const id = useId()
  return (
    <span className="term" onPointerEnter={() => setOpen(true)} onPointerLeave={() => setOpen(false)}>
      <button
        type="button"
        aria-describedby={open ? id : undefined}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') setOpen(false)
        }}
        onClick={() => setOpen(true)}
      >
        {children}
      </button>
      {open ? (
        <span role="tooltip" id={id}>
          {means}
        </span>
      ) : null}
    </span>
  )
}

export function Glossed({ text }: { readonly text: string }) {
  return glossedParts(text).map(({ text: part, means }, index) =>
    means === null ? (
      <Fragment key={index}>{part}</Fragment>
    ) : (
      <Term key={index} means={means}>
        {part}
      </Term>
    ),
  )
}

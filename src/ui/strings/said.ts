// What gates, engine and readers say is written once, in English, in records and files that outlive a change
// of language. A language puts it in its own words by a table of sentences, whose blanks `{}` are filled from
// what was said.

/**
 * English sentence to its translation. Blanks are `{}` in order, or `{1}`, `{2}`, ... where the order
 * differs.
 */
export type Sentences = Readonly<Record<string, string>>

interface Pattern {
  readonly pattern: RegExp
  readonly to: string
  /** Letters that are no blank: of two that fit, the one that says more is meant. */
  readonly letters: number
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

function patternOf([from, to]: readonly [string, string]): Pattern {
  return {
    pattern: new RegExp(`^${from.split('{}').map(escaped).join('([\\s\\S]*?)')}$`),
    to,
    letters: from.replaceAll('{}', '').length,
  }
}

/** Where a sentence ends and another begins. */
const SENTENCE_END = /[.?!] (?=[\p{Lu}"“])/gu

/** Puts what was said in other words, sentence by sentence; what is in no table stays as it is. */
export function sayer(sentences: Sentences): (said: string) => string {
  const patterns = Object.entries(sentences)
    .map(patternOf)
    .sort((a, b) => b.letters - a.letters)

  function whole(said: string): string | null {
    for (const { pattern, to } of patterns) {
      const found = pattern.exec(said)
      if (found === null) continue
      let next = 0
      return to.replace(/\{(\d*)\}/g, (_, number: string) =>
        say(found[number === '' ? (next += 1) : Number(number)] ?? ''),
      )
    }
    return null
  }

  /** The longest beginning that ends a sentence and is known, or the longest end that is. */
  function inParts(said: string): string | null {
    const ends = [...said.matchAll(SENTENCE_END)].map(({ index }) => index + 1)
    for (const end of ends.toReversed()) {
      const first = whole(said.slice(0, end))
      if (first !== null) return `${first} ${say(said.slice(end + 1))}`
    }
    for (const end of ends) {
      const last = whole(said.slice(end + 1))
      if (last !== null) return `${said.slice(0, end)} ${last}`
    }
    return null
  }

  /** A file's or a checkpoint's name may stand before what is said of it. */
  function afterName(said: string): string | null {
    const at = said.indexOf(': ')
    if (at < 0) return null
    const rest = whole(said.slice(at + 2)) ?? inParts(said.slice(at + 2))
    return rest === null ? null : `${said.slice(0, at)}: ${rest}`
  }

  function say(said: string): string {
    return whole(said) ?? inParts(said) ?? afterName(said) ?? said
  }
  return say
}

// The language of the page: the one that was chosen here, else the browser's own where the page has it, else
// English.

export const languages = ['en', 'de'] as const
export type Language = (typeof languages)[number]

const key = 'spice-lab-language'

export function chooseLanguage(kept: string | null, asked: readonly string[]): Language {
  const known = (name: string): Language | undefined =>
    languages.find((each) => name.toLowerCase().split('-')[0] === each)
  return (
    languages.find((each) => each === kept) ?? asked.map(known).find((each) => each !== undefined) ?? 'en'
  )
}

function kept(): string | null {
  try {
    return globalThis.localStorage?.getItem(key) ?? null
  } catch {
    return null
  }
}

export const language: Language =
  typeof document === 'undefined' ? 'en' : chooseLanguage(kept(), navigator.languages)

/** The page is drawn anew in the other language; a run in play goes on from its last checkpoint. */
export function setLanguage(to: Language): void {
  try {
    globalThis.localStorage.setItem(key, to)
  } finally {
    window.location.reload()
  }
}

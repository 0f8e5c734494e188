// Deutsch: was einer Datei mit Fragen eines Benchmarks fehlt.
import type { WordsOf } from '../../../../problems'
import type { BenchmarkFault, benchmarks as english } from '../../../../problems/english/benchmarks'

const faults: Readonly<Record<BenchmarkFault, (most: number) => string>> = {
  marker: () => '„answer“ hat kein „#### “ mit der Lösung',
  gold: () => 'hinter „####“ steht nichts',
  options: (most) => `„options“ müssen 2 bis ${most} Texte sein`,
  letter: () => '„answer“ muss der Buchstabe oder die Nummer einer der Möglichkeiten sein',
  object: () => 'sie ist kein JSON-Objekt',
  question: () => '„question“ fehlt',
  answer: () => 'sie braucht „answer“ mit „#### “ (GSM8K), oder „options“ und „answer“ (MMLU-Pro)',
}

export const benchmarks: WordsOf<typeof english> = {
  'benchmark-line': ({ name, line, fault, most }) => `${name}, Zeile ${line}: ${faults[fault](most)}.`,
  'benchmark-json': ({ name, line, reason }) => `${name}, Zeile ${line}: sie ist kein JSON (${reason}).`,
  'benchmark-empty': ({ name }) => `${name} enthält keine Fragen.`,
}

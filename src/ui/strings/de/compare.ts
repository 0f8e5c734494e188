// Deutsch: Läufe vergleichen.
import type { Words } from '../en'

export const compare: Words['compare'] = {
  title: 'Läufe vergleichen',
  pick: 'Läufe',
  recorded: 'aufgezeichnet',
  few: 'Wählen Sie mindestens zwei Läufe. Läufe, die sich nur im Seed unterscheiden, werden zu einer Linie mit Band.',
  measure: 'Messgröße',
  measures: {
    passRate: 'Trefferquote',
    challengerReward: 'Belohnung des Challengers',
    validRate: 'gültige Fragen',
    probeAccuracy: 'Testgenauigkeit',
    duplicateShare: 'Wiederholungen',
  },
  seeds: (n) => `(${n} Seeds, 95-%-Intervall)`,
  line: 'Linie',
  low: '95 % von',
  high: '95 % bis',
  only: 'Nur Unterschiede',
  differences: 'Einstellungen nebeneinander',
  setting: 'Einstellung',
  lastOf: (measure) => `Neueste ${measure}`,
  play: (name) => `„${name}“ abspielen`,
}

export const saveChart: Words['saveChart'] = {
  csv: 'CSV',
  image: 'Bild',
  csvOf: (name) => `Als CSV speichern: ${name}`,
  imageOf: (name) => `Als Bild speichern: ${name}`,
}

/** Which rounds charts show. */
export const chartWindow: Words['chartWindow'] = {
  rounds: 'Runden',
  from: 'Erste gezeigte Runde',
  to: 'Letzte gezeigte Runde',
  all: 'Alle zeigen',
  log: 'Logarithmisch',
}

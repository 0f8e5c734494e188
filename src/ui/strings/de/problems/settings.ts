// Deutsch: was an einer Einstellung oder einem Link nicht passt, und was stattdessen genommen wird.
import type { WordsOf } from '../../../../problems'
import type { settings as english } from '../../../../problems/english/settings'

export const settings: WordsOf<typeof english> = {
  'setting-number': ({ path, value, used }) =>
    `${path}: ${value} passt nicht, nur eine Zahl; genommen wird ${used}.`,
  'setting-switch': ({ path, value, used }) =>
    `${path}: ${value} passt nicht, nur true oder false; genommen wird ${used}.`,
  'setting-choice': ({ path, value, used, options }) =>
    `${path}: ${value} passt nicht, nur eines von ${options.join(', ')}; genommen wird ${used}.`,
  'setting-set': ({ path, value, used, options }) =>
    `${path}: ${value} passt nicht, nur eine Liste aus ${options.join(', ')}; genommen wird ${used}.`,
  'setting-clamped': ({ path, value, used, min, max }) =>
    `${path}: ${value} wurde auf ${used} gesetzt (${min} bis ${max}).`,
  'setting-items': ({ path, items }) => `${path}: ${items.join(', ')} ist unbekannt und wurde weggelassen.`,
  'setting-unknown': ({ path }) => `${path}: ist unbekannt und wurde weggelassen.`,
  'setting-of-weights': ({ path, from, to }) =>
    `${path}: ${from} wurde auf ${to} gesetzt, wie es diese Gewichte sind.`,
  'link-version': ({ version, reads }) =>
    `Der Link hat Version ${version}; diese Seite liest Version ${reads}.`,
  'link-preset': ({ name }) => `preset: „${name}“ ist unbekannt; genommen wird default.`,
  'link-seed': ({ text, seed }) => `seed: „${text}“ wurde auf ${seed} gesetzt (0 bis 4294967295).`,
  'seed-clamped': ({ text, seed }) => `seed: ${text} wurde auf ${seed} gesetzt (0 bis 4294967295).`,
}

// Deutsch: was an der Datei einer Studie falsch ist.
import type { WordsOf } from '../../../../problems'
import type { studies as english } from '../../../../problems/english/studies'

export const studies: WordsOf<typeof english> = {
  'study-object': () => 'Die Datei einer Studie ist ein JSON-Objekt.',
  'study-fields': () =>
    'Eine Studie braucht „name“, „corpus“ und „probe“: eine Datei mit Fragen, oder null für die des Korpus.',
  'study-key': ({ key, keys }) => `„${key}“ ist hier unbekannt; möglich ist ${keys.join(', ')}.`,
  'study-preset': ({ preset }) => `preset: „${preset}“ ist unbekannt.`,
  'study-set': () => '„set“ muss ein Objekt aus "section.field": Wert sein.',
  'study-path': ({ path }) => `„${path}“ ist kein Feld eines Laufs.`,
  'study-seeds': () => `„seeds“ muss eine Liste ganzer Zahlen sein, zum Beispiel [1, 2, 3].`,
  'study-seed-twice': () => `„seeds“ enthält einen Seed zweimal.`,
  'study-seed-foreign': ({ seed }) => `Seed ${seed} gehört nicht zu denen der Studie.`,
  'study-number': ({ key, low }) => `„${key}“ muss eine ganze Zahl von mindestens ${low} sein.`,
  'study-arena': () => '„arena“ muss ein Objekt sein, etwa { "passages": 64 }.',
  'study-controls': ({ roles }) =>
    `„controls“ muss Arme der Studie danach benennen, wofür sie Kontrolle sind: ${roles.join(', ')}.`,
  'study-arms': () => '„arms“ muss eine Liste von { "name", "set" } sein.',
  'study-arm-name': ({ name }) =>
    `Jeder Arm braucht einen „name“ aus Buchstaben, Ziffern, „-“ und „_“; gefunden: „${name}“.`,
  'study-arm-twice': ({ name }) => `Zwei Arme heißen „${name}“.`,
  'study-tokens-as': () => '„tokensAs“ muss einen Arm nennen, der davor steht.',
  'study-tokens-seeds': ({ arm }) => `dem Arm ${arm} fehlen einige seiner Seeds.`,
  'study-benchmarks': () => '„benchmarks“ muss ein Objekt aus "Name": "Datei" sein.',
}

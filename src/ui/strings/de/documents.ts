// Deutsch: was sich mit eigenen Dokumenten anfangen lässt.
import type { documents as english } from '../en/documents'

export const documents: typeof english = {
  title: 'Was mit diesen Dokumenten geht',
  now: 'Lücken in ihren Sätzen abfragen',
  nowWhy:
    'Mit Gewichten, die dabei sind, auf diesem Gerät, sofort. Der Challenger zeigt auf ein Wort, einen Namen oder eine Zahl in einem Satz und auf drei falsche Möglichkeiten; der Reasoner, der den Abschnitt nie sieht, wählt. Ein Fünftel der Dokumente bleibt zurück und wird von der ersten Runde an abgefragt.',
  time: (first, whole) => `Erste Runde nach ${first}, ${whole} insgesamt; jede Frage ist gültig.`,
  start: 'Mit diesen Dokumenten beginnen',
  controls: 'Liegt es am Spiel? Läufe zum Vergleich',
  controlsWhy:
    'Derselbe Lauf, eine Sache geändert. Ist bloßes Lesen ebenso gut, war es das Lesen und nicht das Spiel.',
  control: {
    reading: 'Bloßes Lesen, ebenso viele Tokens',
    shuffled: 'Vertauschte Belohnungen',
    frozen: 'Ein Challenger, der nicht lernt',
  },
  larger: 'Oder mit einem größeren Modell',
  largerWhy: (download, memory) => `${download} herunterzuladen, etwa ${memory} GPU-Speicher.`,
  bring: (name) => `${name} herunterladen`,
  seat: (name) => `${name} nehmen`,
  gentle:
    'Zu erwarten ist, dass es sich an Gelesenes erinnert; was es von nie gelesenen Dokumenten versteht, wird daneben gemessen.',
}

// Deutsch: was sich mit eigenen Dokumenten anfangen lässt.
import type { documents as english } from '../en/documents'

export const documents: typeof english = {
  title: 'Was Sie mit diesen Dokumenten machen können',
  now: 'Lücken in ihren Sätzen füllen lassen',
  nowWhy:
    'Beginnt sofort auf diesem Gerät, mit mitgelieferten Gewichten. Der Challenger nimmt ein Wort, einen Namen oder eine Zahl aus einem Satz und wählt drei falsche Möglichkeiten dazu; der Reasoner, der den Abschnitt nie sieht, entscheidet sich für eine der vier. Ein Fünftel der Dokumente wird zurückgehalten und von der ersten Runde an zum Testen verwendet.',
  time: (first, whole) => `Erste Runde nach ${first}, ${whole} insgesamt; jede Frage ist gültig.`,
  start: 'Mit diesen Dokumenten beginnen',
  controls: 'Liegt es wirklich am Self-Play? Kontrollläufe',
  controlsWhy:
    'Derselbe Lauf mit einer einzigen Änderung. Ist bloßes Lesen ebenso gut, kommt der Gewinn vom Lesen und nicht vom Self-Play.',
  control: {
    reading: 'Bloßes Lesen, ebenso viele Token',
    shuffled: 'Vertauschte Belohnungen',
    frozen: 'Fester Challenger',
  },
  larger: 'Oder mit einem größeren Modell',
  largerWhy: (download, memory) => `${download} herunterzuladen, etwa ${memory} GPU-Speicher.`,
  bring: (name) => `${name} herunterladen`,
  seat: (name) => `${name} verwenden`,
  gentle:
    'Zu erwarten ist, dass es sich an Gelesenes erinnert. Ob es auch Dokumente versteht, die es nie gelesen hat, wird getrennt gemessen.',
}

// Deutsch: was das Training anhält, und was einer Datei mit Fragen fehlt.
import type { WordsOf } from '../../../../problems'
import type { training as english } from '../../../../problems/english/training'

export const training: WordsOf<typeof english> = {
  'round-not-finite': ({ round, field, value }) =>
    `Runde ${round}: ${field} ist ${value}. Der Lauf hält; senken Sie update.learningRate und machen Sie vom letzten Speicherpunkt weiter.`,
  'no-valid-questions': ({ rounds, world }) =>
    `In ${rounds} Runden war keine Frage gültig, also wurde nichts gelernt, und der Lauf pausiert. ${
      world === 'cloze'
        ? 'Seine Dokumente haben zu wenige ganze Sätze mit Namen, Zahlen oder Fachwörtern: legen Sie welche dazu.'
        : 'Lassen Sie nach Lücken in den Sätzen fragen (game.world: cloze), oder beginnen Sie mit Gewichten, die Fragen schreiben können.'
    } Wer ihn wieder startet, lässt ihn weiterlaufen, wie er ist.`,
  'practice-short': () =>
    'Das Korpus gibt keine Beispiele zum Üben her: seine Abschnitte sind zu kurz. Legen Sie längere Dokumente dazu.',
  'warm-start-short': () =>
    'Das Korpus gibt keine Beispiele zum Aufwärmen her: seine Abschnitte sind zu kurz. Legen Sie längere Dokumente dazu.',
  'warm-start-loss': ({ loss, step }) =>
    `Der Verlust beim Aufwärmen ist ${loss} in Schritt ${step}. Wählen Sie eine kleinere warmStart.learningRate.`,
  'probe-json': ({ name, reason }) => `${name} ist kein JSON: ${reason}.`,
  'probe-list': ({ name }) => `${name} ist keine Liste von Fragen.`,
  'probe-fields': ({ question, name, types }) =>
    `Frage ${question} von ${name} braucht „type“ (${types.join(', ')}), „question“, „gold“ und, bei mcq, vier „options“.`,
  'probe-options': ({ question, name, options }) =>
    `Frage ${question} von ${name} hat ${options} Möglichkeiten; mcq hat vier, die anderen keine.`,
}

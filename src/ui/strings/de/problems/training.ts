// Deutsch: was das Training anhält, und was einer Datei mit Fragen fehlt.
import type { WordsOf } from '../../../../problems'
import type { training as english } from '../../../../problems/english/training'

export const training: WordsOf<typeof english> = {
  'round-not-finite': ({ round, field, value }) =>
    `Runde ${round}: ${field} ist ${value}. Der Lauf wurde angehalten; senken Sie update.learningRate, und setzen Sie ihn vom letzten Speicherpunkt fort.`,
  'no-valid-questions': ({ rounds, world }) =>
    `In ${rounds} Runden war keine Frage gültig; gelernt wurde also nichts, und der Lauf wurde angehalten. ${
      world === 'cloze'
        ? 'Seine Dokumente haben zu wenige ganze Sätze mit Namen, Zahlen oder Fachwörtern: Fügen Sie weitere hinzu.'
        : 'Lassen Sie nach Lücken in den Sätzen fragen (game.world: cloze), oder beginnen Sie mit Gewichten, die Fragen schreiben können.'
    } Starten Sie ihn wieder, läuft er unverändert weiter.`,
  'practice-short': () =>
    'Das Korpus ergibt keine Beispiele zum Üben: Seine Abschnitte sind zu kurz. Fügen Sie längere Dokumente hinzu.',
  'warm-start-short': () =>
    'Das Korpus ergibt keine Beispiele zum Aufwärmen: Seine Abschnitte sind zu kurz. Fügen Sie längere Dokumente hinzu.',
  'warm-start-loss': ({ loss, step }) =>
    `Der Verlust beim Aufwärmen ist ${loss} in Schritt ${step}. Wählen Sie eine kleinere warmStart.learningRate.`,
  'probe-json': ({ name, reason }) => `${name} ist kein JSON: ${reason}.`,
  'probe-list': ({ name }) => `${name} ist keine Liste von Fragen.`,
  'probe-fields': ({ question, name, types }) =>
    `Frage ${question} von ${name} braucht „type“ (${types.join(', ')}), „question“, „gold“ und, bei mcq, vier „options“.`,
  'probe-options': ({ question, name, options }) =>
    `Frage ${question} von ${name} hat ${options} Möglichkeiten; mcq hat vier, die anderen keine.`,
}

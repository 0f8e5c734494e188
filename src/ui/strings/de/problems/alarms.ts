// Deutsch: was ein Alarm sagt.
import type { WordsOf } from '../../../../problems'
import type { alarms as english } from '../../../../problems/english/alarms'

const percent = (share: number): string => `${Math.round(100 * share)} %`
const see = ({ shown }: { shown: { episode: number; round: number } | null }): string =>
  shown === null ? '' : ` Siehe Episode ${shown.episode + 1} von Runde ${shown.round + 1}.`

export const alarms: WordsOf<typeof english> = {
  'health.notFinite': (values) =>
    `Eine Zahl dieser Runde ist nicht endlich. Senken Sie die Lernrate und setzen Sie den Lauf von einem älteren Speicherpunkt fort.${see(values)}`,
  'health.noValidTasks': (values) =>
    `Nur ${percent(values.validRate)} der Fragen sind gültig: Wärmen Sie länger auf, oder beginnen Sie mit Gewichten, die fragen können.${see(values)}`,
  'health.repeats': (values) =>
    `${percent(values.duplicateShare)} der Fragen sind Wiederholungen: Fügen Sie Abschnitte hinzu, oder spielen Sie weniger Runden.${see(values)}`,
  'health.entropyCollapse': (values) =>
    `Die Entropie fiel von ${values.before.toFixed(2)} auf ${values.now.toFixed(2)} Nat je Token: Die Texte unterscheiden sich kaum noch. Senken Sie die Lernrate.${see(values)}`,
  'health.rewardWithoutProbe': (values) =>
    `Der Challenger verdient mehr, während der Anteil richtig beantworteter Testfragen von ${percent(values.probeBefore)} auf ${percent(values.probeNow)} fiel: Suchen Sie in den Episoden nach Fragen, die keine sind, und schalten Sie Prüfungen ein.${see(values)}`,
  'health.noSignal': (values) =>
    `${percent(values.noSignalShare)} der Gruppen geben kein Lernsignal: Die Fragen sind alle zu leicht oder alle zu schwer.${see(values)}`,
  'health.coinFlips': (values) =>
    `Fragen mit zwei Antworten werden zu ${percent(values.passRate)} richtig beantwortet, wie von einer Münze, und am höchsten belohnt: Schalten Sie „Raten herausrechnen“ ein.${see(values)}`,
  'health.wrongGold': (values) =>
    `${percent(values.share)} von ${values.checked} Lösungen sind falsch, wie ein Löser feststellt: Schalten Sie die Prüfung „Folgt“ oder „Gelöst“ ein.${see(values)}`,
  'health.leaks': (values) =>
    `${percent(values.share)} der gültigen Fragen enthalten ihre eigene Antwort: Schalten Sie die Prüfung „Verrät nichts“ ein.${see(values)}`,
  'health.invalidGroups': (values) =>
    `${percent(values.share)} der Gruppen des Challengers geben kein Lernsignal, etwa weil alles darin ungültig ist: Wärmen Sie länger auf, oder erlauben Sie mehr Fragen je Abschnitt.${see(values)}`,
  'health.guessInflation': (values) =>
    `Auswahlfragen werden zu ${percent(values.passRate)} richtig beantwortet, nicht besser als geraten, und doch belohnt: Schalten Sie „Raten herausrechnen“ ein.${see(values)}`,
}

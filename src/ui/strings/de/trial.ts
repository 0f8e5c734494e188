// Deutsch: Speicherpunkte auf der Probe.
import type { Words } from '../en'

export const trial: Words['trial'] = {
  title: 'Auf die Probe stellen',
  lead: 'Vergleichen Sie Speicherpunkte, ohne zu trainieren. In der Arena fragen Challenger zu denselben Abschnitten, und Reasoner antworten; eine Datei mit Fragen geht nur an die Reasoner.',
  none: 'Es gibt noch keinen Speicherpunkt. Der erste entsteht nach dem Aufwärmen eines Laufs.',
  pick: 'Wer spielt',
  checkpoint: 'Speicherpunkt',
  challenger: 'Challenger',
  reasoner: 'Reasoner',
  scripted: 'Skript (kennt die Geschichten)',
  as: (seat, name) => `${name} als ${seat}`,
  passages: 'Abschnitte',
  play: 'Arena spielen',
  few: 'Wählen Sie einen Challenger und einen Reasoner.',
  file: 'Eine Datei mit Fragen stellen',
  fileWhy:
    'JSONL in der Form von GSM8K (question, answer mit „#### “) oder MMLU-Pro (question, options, answer).',
  fewReasoners: 'Wählen Sie einen Reasoner.',
  stop: 'Beenden',
  busy: 'Ein Lauf ist im Gang. Halten Sie ihn erst an.',
  save: 'Bericht speichern',
  answers: 'Antworten auf die Datei',
  asked: (name, count) => `${name}: ${count} Fragen`,
  chance: 'Durch Raten',
  greedy: 'Wahrscheinlichste Antwort',
  sampled: 'Bei Temperatur 1',
  forced: 'Wahrscheinlichste Antwort, zum Rechenweg gezwungen',
  forcedSampled: 'Bei Temperatur 1, zum Rechenweg gezwungen',
  working: 'Richtig, wenn mit Rechenweg',
  ofWorking: (right, works) => `${right} von ${works} mit Rechenweg`,
  steps: (steps) => (steps === '1' ? '1 Schritt' : `${steps} Schritte`),
}

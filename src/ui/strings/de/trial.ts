// Deutsch: Speicherpunkte auf der Probe.
import type { Words } from '../en'

export const trial: Words['trial'] = {
  title: 'Auf die Probe stellen',
  lead: 'Jeder Speicherpunkt gegen jeden anderen, nichts lernt. In der Arena fragen Challenger zu denselben Textstellen, und Reasoner antworten; eine Datei mit Fragen geht nur an die Reasoner.',
  none: 'Es gibt noch keinen Speicherpunkt. Der erste entsteht nach dem Aufwärmen eines Laufs.',
  pick: 'Wer spielt',
  checkpoint: 'Speicherpunkt',
  challenger: 'Challenger',
  reasoner: 'Reasoner',
  scripted: 'Das Skript, das die Geschichten kennt',
  as: (seat, name) => `${name} als ${seat}`,
  passages: 'Textstellen',
  play: 'Arena spielen',
  few: 'Wählen Sie einen Challenger und einen Reasoner.',
  file: 'Eine Datei mit Fragen stellen',
  fileWhy:
    'JSONL in der Form von GSM8K (question, answer mit „#### “) oder MMLU-Pro (question, options, answer).',
  fewReasoners: 'Wählen Sie einen Reasoner.',
  stop: 'Beenden',
  busy: 'Ein Lauf wird gespielt; halten Sie ihn erst an.',
  save: 'Bericht sichern',
  answers: 'Antworten auf die Datei',
  asked: (name, count) => `${name}: ${count} Fragen`,
  chance: 'Durch Raten',
  greedy: 'Wahrscheinlichste Antwort',
  sampled: 'Bei Temperatur 1',
  forced: 'Wahrscheinlichste Antwort, zum Rechenweg gezwungen',
  forcedSampled: 'Bei Temperatur 1, zum Rechenweg gezwungen',
  working: 'Richtig, wenn mit Rechenweg',
  ofWorking: (right, works) => `${right} der ${works} mit Rechenweg`,
  steps: (steps) => (steps === '1' ? '1 Schritt' : `${steps} Schritte`),
}

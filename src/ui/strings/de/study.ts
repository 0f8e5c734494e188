// Deutsch: Studien, Arena und Vergleichsfragen.
import type { Words } from '../en'

export const study: Words['study'] = {
  title: 'Studien',
  lead: 'Derselbe Vergleich über mehrere Seeds: was Self-Play bringt und was derselbe Lauf ohne Self-Play erreicht.',
  /** By the folder of a study that comes with the lab. */
  titles: {
    default: 'Self-Play und seine Kontrollen',
    chance: 'Drei weitere Seeds, gegen zufällige Belohnungen',
    switches: 'Jeder Schalter einmal',
    learning: 'Lernt es?',
  },
  choose: 'Studie',
  none: 'Diese Kopie von SPICE Lab enthält keine Studien.',
  broken: 'Der Bericht dieser Studie lässt sich nicht lesen.',
  seeds: (seeds, rounds) =>
    `Seeds ${seeds}; bis zu ${rounds} Runden; Mittel über die Seeds mit 95-%-Intervall.`,
  missing: (what) => `Noch nicht gemacht: ${what}.`,
  behind: 'Alle Bedingungen, Intervalle und Arenen',
  findings: {
    title: 'Was herauskam',
    picture:
      'Punkt: Mittel über die Seeds. Balken: 95-%-Intervall. Gestrichelte Linie: kein Unterschied. Ein Intervall, das sie schneidet, beweist nichts.',
    gain: (points, sign, clear) =>
      sign === 0
        ? 'Zurückgehaltene Fragen beantwortet das Modell nach dem Self-Play so gut wie vorher.'
        : `Nach dem Self-Play beantwortet das Modell ${points} Prozentpunkte ${sign > 0 ? 'mehr' : 'weniger'} zurückgehaltene Fragen richtig${clear ? '' : '; das könnte Zufall sein'}.`,
    skill: (points, sign, clear) =>
      sign === 0
        ? 'Zum Rechenweg gezwungen, ist das Modell so gut wie vorher: Können kam nicht hinzu.'
        : `Vorher wie nachher zum Rechenweg gezwungen, ist das Modell um ${points} Punkte ${sign > 0 ? 'besser' : 'schlechter'} geworden${clear ? '' : '; das könnte Zufall sein'}: Das ist eine Änderung im Können, nicht in der Gewohnheit.`,
    unforced:
      'In dieser Studie wurde das Modell nie gezwungen, vor der Antwort zu rechnen. Der Gewinn kann also ganz oder zum Teil eine neue Gewohnheit sein statt Können.',
    other: (points, sign, clear, name) =>
      sign === 0
        ? `Das ist ebenso viel wie mit „${name}“.`
        : `Das sind ${points} Punkte ${sign > 0 ? 'mehr' : 'weniger'} als mit „${name}“${clear ? '' : '; das könnte Zufall sein'}.`,
    reasoner: (points, sign, clear) =>
      sign === 0
        ? 'Bei den Fragen des ersten Challengers ist der Reasoner so gut wie zuvor.'
        : `Bei den Fragen des ersten Challengers ist der letzte Reasoner ${points} Punkte ${sign > 0 ? 'besser' : 'schlechter'} als der erste${clear ? '' : '; das könnte Zufall sein'}.`,
    challenger: (points, sign, clear) =>
      sign === 0
        ? 'Die Fragen des letzten Challengers sind für den ersten Reasoner so schwer wie die ersten.'
        : `Die Fragen des letzten Challengers sind ${sign > 0 ? 'schwerer' : 'leichter'}: Der erste Reasoner kommt bei ihnen auf ${points} Punkte ${sign > 0 ? 'weniger' : 'mehr'}${clear ? '' : '; das könnte Zufall sein'}.`,
    gold: (points, sign, clear) =>
      sign === 0
        ? 'Die Lösungen des Challengers stimmen so oft wie zuvor.'
        : `Die Lösungen des Challengers stimmen ${points} Punkte ${sign > 0 ? 'öfter' : 'seltener'}${clear ? '' : '; das könnte Zufall sein'}.`,
  },
  claims: 'Ergebnisse',
  claim: {
    fixedChallengerGain: 'Gewinn des Reasoners bei den Fragen des ersten Challengers',
    fixedReasonerDrop: 'Verlust des ersten Reasoners bei den Fragen des letzten Challengers',
    heldOutGain: 'Zurückgehaltener Benchmark, wahrscheinlichste Antwort',
    heldOutGainAtTemperature1: 'Zurückgehaltener Benchmark, bei Temperatur 1',
    rightGoldChange: 'Anteil richtiger Lösungen',
    passWithPassage: 'Mit dem Abschnitt vor Augen beantwortete Fragen',
  },
  points: (value) => `${value} Punkte`,
  range: (low, high) => `${low} bis ${high}`,
  arms: 'Arme',
  arm: 'Arm',
  armNames: {
    spice: 'Self-Play',
    shuffled: 'vertauschte Belohnungen',
    frozen: 'fester Challenger',
    'no-corpus': 'ohne Dokumente',
    'warm-start': 'mehr Aufwärmen',
    further: 'mehr Aufwärmen',
    'equal-gates': 'Prüfungen ohne Abschnitt',
    random: 'zufällige Belohnungen',
    'no-training': 'ohne Training',
    'strong-challenger': 'Starker Challenger',
    'r-zero': 'R-Zero',
    'absolute-zero': 'Absolute Zero',
    'reward-r-zero': 'Belohnung von R-Zero',
    'reward-absolute-zero': 'Belohnung von Absolute Zero',
    'reward-threshold': 'Belohnung nach Schwelle',
    'reward-random': 'zufällig belohnter Challenger',
    'choice-only': 'nur Auswahlfragen',
    'free-form-only': 'nur freie Antworten',
    'numbers-only': 'nur Zahlen',
    'relations-only': 'nur Beziehungen',
  },
  number: 'Seeds',
  rounds: 'Runden',
  before: 'Vorher',
  after: 'Nachher',
  gain: 'Gewinn',
  heldOut: 'Zurückgehalten',
  passRate: 'Trefferquote',
  valid: 'Gültig',
  cost: 'Rechenaufwand',
  differences: (first) => `„${first}“ gegen jeden anderen Arm, im zurückgehaltenen Benchmark`,
  over: (rounds) => `nach Runde ${rounds}`,
  curves: 'Lernkurven',
  quantity: 'Gezeigt',
  quantities: {
    probe: 'Testfragen',
    passRate: 'Trefferquote',
    challengerReward: 'Belohnung des Challengers',
    validRate: 'Gültige Fragen',
    noSignalShare: 'Gruppen ohne Signal',
    duplicateShare: 'Wiederholungen',
    entropy: 'Entropie',
    premises: 'Angaben je Frage',
    rightGold: 'Richtige Lösungen',
  },
  chart: 'Diagramm',
  table: 'Tabelle',
  arena: 'Arena',
  arenaWhy:
    'Trefferquote jedes Reasoners (Spalten) bei den Fragen jedes Challengers (Zeilen), zu denselben Abschnitten und ohne Training.',
  challenger: 'Challenger',
  firstChallenger: 'Erster Challenger',
  lastChallenger: 'Letzter Challenger',
  firstReasoner: 'Erster Reasoner',
  lastReasoner: 'Letzter Reasoner',
  openArena: 'Bericht einer Arena öffnen',
  notArena: 'Diese Datei ist kein Bericht einer Arena.',
  controls: 'Kontrollen',
  rightGold: 'Lösung richtig',
  withChecker: 'Im Abschnitt, laut Prüfprogramm',
  withPassage: 'Mit dem Abschnitt',
  choices: 'Auswahlfragen',
  chance: 'Durch Raten',
  premises: 'Angaben',
  of: (valid, all) => `${valid} von ${all}`,
}

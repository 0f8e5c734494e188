// Deutsch: Studien, Arena und Vergleichsfragen.
import type { Words } from '../en'

export const study: Words['study'] = {
  title: 'Studien',
  lead: 'Derselbe Vergleich mit mehreren Startzahlen: was das Spiel gegen sich selbst bringt, und was derselbe Lauf ohne es bringt.',
  /** By the folder of a study that comes with the lab. */
  titles: {
    default: 'Self-Play und seine Kontrollen',
    chance: 'Drei weitere Seeds, gegen zufällige Belohnungen',
    switches: 'Jeder Schalter einmal',
    learning: 'Lernt es?',
  },
  choose: 'Studie',
  none: 'Mit dieser Kopie des Labors kommt keine Studie.',
  broken: 'Der Bericht dieser Studie lässt sich nicht lesen.',
  seeds: (seeds, rounds) =>
    `Startzahlen ${seeds}; bis zu ${rounds} Runden; Mittel über die Startzahlen mit 95-%-Intervall.`,
  missing: (what) => `Noch nicht gemacht: ${what}.`,
  behind: 'Alle Bedingungen, Intervalle und Arenen',
  findings: {
    title: 'Was herauskam',
    picture:
      'Punkt: Mittel über die Seeds. Balken: 95-%-Intervall. Gestrichelt: kein Unterschied. Ein Intervall, das darüber liegt, beweist nichts.',
    gain: (points, sign, clear) =>
      sign === 0
        ? 'Zurückgehaltene Fragen beantwortet das Modell nach dem Self-Play so gut wie davor.'
        : `Nach dem Self-Play beantwortet das Modell ${points} Prozentpunkte ${sign > 0 ? 'mehr' : 'weniger'} zurückgehaltene Fragen richtig${clear ? '' : '; das könnte Zufall sein'}.`,
    skill: (points, sign, clear) =>
      sign === 0
        ? 'Zum Rechnen gezwungen, ist das Modell so gut wie zuvor: Können kam keines hinzu.'
        : `Zum Rechnen gezwungen, ist das Modell um ${points} Punkte ${sign > 0 ? 'besser' : 'schlechter'} als am Anfang, ebenso gezwungen${clear ? '' : '; das kann Zufall sein'}: Das ist Können und keine Gewohnheit.`,
    unforced:
      'In dieser Studie wurde das Modell nie dazu gebracht, vor der Antwort zu rechnen. Ein Teil des Gewinns, oder der ganze, kann diese Gewohnheit sein und kein Können.',
    other: (points, sign, clear, name) =>
      sign === 0
        ? `Das ist so viel wie mit „${name}“.`
        : `Das sind ${points} Punkte ${sign > 0 ? 'mehr' : 'weniger'} als mit „${name}“${clear ? '' : '; das könnte Zufall sein'}.`,
    reasoner: (points, sign, clear) =>
      sign === 0
        ? 'Bei den Fragen des ersten Challengers ist der Reasoner so gut wie zuvor.'
        : `Bei den Fragen des ersten Challengers ist der letzte Reasoner ${points} Punkte ${sign > 0 ? 'besser' : 'schlechter'} als der erste${clear ? '' : '; das könnte Zufall sein'}.`,
    challenger: (points, sign, clear) =>
      sign === 0
        ? 'Die Fragen des letzten Challengers sind für den ersten Reasoner so schwer wie die ersten.'
        : `Die Fragen des letzten Challengers sind ${sign > 0 ? 'schwerer' : 'leichter'}: der erste Reasoner hat bei ihnen ${points} Punkte ${sign > 0 ? 'weniger' : 'mehr'}${clear ? '' : '; das könnte Zufall sein'}.`,
    gold: (points, sign, clear) =>
      sign === 0
        ? 'Die Lösungen des Challengers stimmen so oft wie zuvor.'
        : `Die Lösungen des Challengers stimmen ${points} Punkte ${sign > 0 ? 'öfter' : 'seltener'}${clear ? '' : '; das könnte Zufall sein'}.`,
  },
  claims: 'Was behauptet wird',
  claim: {
    fixedChallengerGain: 'Der Reasoner gewinnt bei den Fragen des ersten Challengers',
    fixedReasonerDrop: 'Der erste Reasoner verliert bei den Fragen des letzten Challengers',
    heldOutGain: 'Zurückgehaltene Vergleichsfragen, ohne Würfeln',
    heldOutGainAtTemperature1: 'Zurückgehaltene Vergleichsfragen, bei Temperatur 1',
    rightGoldChange: 'Anteil richtiger Lösungen',
    passWithPassage: 'Fragen, die mit dem Abschnitt beantwortet werden',
  },
  points: (value) => `${value} Punkte`,
  range: (low, high) => `${low} bis ${high}`,
  arms: 'Arme',
  arm: 'Arm',
  armNames: {
    spice: 'Spiel gegen sich selbst',
    shuffled: 'Lohn gewürfelt',
    frozen: 'fester Challenger',
    'no-corpus': 'ohne Dokumente',
    'warm-start': 'mehr Aufwärmen',
    further: 'mehr Aufwärmen',
    'equal-gates': 'Prüfungen ohne Textstelle',
    random: 'zufälliger Lohn',
    'no-training': 'ohne Training',
    'strong-challenger': 'Starker Challenger',
    'r-zero': 'R-Zero',
    'absolute-zero': 'Absolute Zero',
    'reward-r-zero': 'Lohn von R-Zero',
    'reward-absolute-zero': 'Lohn von Absolute Zero',
    'reward-threshold': 'Lohn nach Schwelle',
    'reward-random': 'Challenger nach Zufall bezahlt',
    'choice-only': 'nur Auswahlfragen',
    'free-form-only': 'nur freie Antworten',
    'numbers-only': 'nur Zahlen',
    'relations-only': 'nur Beziehungen',
  },
  number: 'Startzahlen',
  rounds: 'Runden',
  before: 'Vorher',
  after: 'Nachher',
  gain: 'Gewinn',
  heldOut: 'Zurückgehalten',
  passRate: 'Trefferquote',
  valid: 'Gültig',
  cost: 'Rechnung',
  differences: (first) => `„${first}“ gegen jeden anderen Arm, an den zurückgehaltenen Vergleichsfragen`,
  over: (rounds) => `nach Runde ${rounds}`,
  curves: 'Lernkurven',
  quantity: 'Gezeigt',
  quantities: {
    probe: 'Prüffragen',
    passRate: 'Trefferquote',
    challengerReward: 'Lohn des Challengers',
    validRate: 'Gültige Fragen',
    noSignalShare: 'Gruppen ohne Signal',
    duplicateShare: 'Wiederholungen',
    entropy: 'Entropie',
    premises: 'Voraussetzungen je Frage',
    rightGold: 'Richtige Lösungen',
  },
  chart: 'Kurve',
  table: 'Tabelle',
  arena: 'Arena',
  arenaWhy:
    'Trefferquote jedes Reasoners (Spalten) bei den Fragen jedes Challengers (Zeilen), ein Vorrat an Abschnitten, nichts wird trainiert.',
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
  premises: 'Voraussetzungen',
  of: (valid, all) => `${valid} von ${all}`,
}

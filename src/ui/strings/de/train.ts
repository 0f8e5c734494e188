// Deutsch: das Training, seine Kurven und Knöpfe.
import type { Words } from '../en'

export const train: Words['train'] = {
  title: 'Training',
  opening: 'Ihr Lauf wird geöffnet …',
  newTitle: 'Ein neuer Lauf',
  recording: 'Aufgezeichneter Lauf',
  recordingWhy:
    'Das sind die Aufzeichnungen eines fertigen Laufs, wieder abgespielt. Hier wird nichts gerechnet.',
  goLive: 'Selbst trainieren',
  brought: (name) => `Der Link bringt Einstellungen für einen Lauf mit: ${name}.`,
  broughtGo: 'Einrichten',
  going: 'Es geht live',
  goingWhy:
    'Das eingebaute Modell kommt mit den Geschichten, die es kennt, auf Ihre GPU und beginnt, gegen sich selbst zu spielen. Nichts wird irgendwohin geschickt.',
  newRun: 'Neuer Lauf',
  start: 'Beginnen',
  goOn: 'Weiter',
  play: 'Abspielen',
  pause: 'Anhalten',
  step: 'Eine Runde',
  stop: 'Beenden',
  state: {
    new: 'Neu',
    warming: 'Wärmt auf',
    warm: 'Warm',
    playing: 'Spielt',
    paused: 'Angehalten',
    finished: 'Fertig',
    failed: 'Gescheitert',
  },
  roundsDone: (done, total) => `Runde ${done} von ${total}`,
  preset: 'Vorgabe',
  presets: {
    default: { name: 'Standard', about: 'Unsere Werte, für die eingebauten Größen.' },
    paper: { name: 'Paper', about: 'Der Wert des Papers, wo es einen nennt.' },
    nano: { name: 'Nano', about: 'Das Kleinste: zwei Runden in wenigen Minuten.' },
  },
  runName: 'Name des Laufs',
  seed: 'Startzahl',
  corpora: 'Korpora',
  corporaNone: 'Noch kein Korpus.',
  corporaGo: 'Ein Korpus wählen',
  changes: (n) =>
    n === 0 ? 'Wie die Vorgabe' : n === 1 ? '1 Einstellung geändert' : `${n} Einstellungen geändert`,
  changed: 'Anders als die Vorgabe',
  reset: (label) => `${label} auf die Vorgabe zurücksetzen`,
  resetShort: 'Zurück',
  presetValue: (value) => `Vorgabe: ${value}`,
  source: (text) =>
    `Quelle: ${/^\d{4}\./.test(text) ? `arXiv ${text}` : /^(\d|Eq|App)/.test(text) ? `SPICE, ${text}` : text.replace(/^ours\b/, 'eigen')}`,
  range: (min, max) => `${min} bis ${max}`,
  settings: 'Alle Einstellungen',
  settingsHint: 'Jede Zahl des Spiels, und woher sie kommt.',
  share: 'Link kopieren',
  shared: 'Link kopiert',
  shareWhy: 'Der Link enthält Vorgabe, Startzahl und was Sie geändert haben.',
  linkLabel: 'Link zu dieser Einstellung',
  startFrom: 'Erste Gewichte',
  startScratch: 'Von vorn: Zufall, dann Aufwärmen',
  startBuiltIn: (name) => `Eingebautes Modell (${name}), schon warm`,
  startModel: (name) => `Modell ${name}`,
  startCheckpoint: (name) => `Speicherpunkt ${name}`,
  on: 'an',
  off: 'aus',
  warm: 'Aufwärmen',
  warmWhy:
    'Bevor es spielt, lernt das Modell schreiben: das Korpus selbst, und die Form von Fragen und Antworten.',
  warmLoss: 'Verlust (Nat je Token)',
  warmStep: 'Schritt',
  charts: 'Lehrplan',
  allCharts: 'Alle Messungen',
  further: (n) => `${n} weitere`,
  smooth: 'Geglättet',
  smoothWhy:
    'Ein gleitendes Mittel über ein Sechstel der Runden; die rohe Linie bleibt blass darunter, und die Tabelle hat die rohen Zahlen.',
  axis: 'Achse',
  axes: { round: 'Runden', time: 'Sekunden', tokens: 'Token' },
  story: {
    title: 'Der Lehrplan auf einen Blick',
    ahead: 'Wer liegt vorn?',
    aheadIs: {
      challenger: 'Der Challenger: seine Fragen sind zu schwer',
      reasoner: 'Der Reasoner: er hat die meisten richtig',
      level: 'Keiner: die Fragen stehen an der Grenze des Könnens',
      unknown: 'Noch niemand: keine Frage war gültig',
    },
    aheadWhy: (rate, rounds) =>
      `${rate} der Versuche der letzten ${rounds} Runden waren richtig. Der Challenger verdient am meisten bei der Hälfte.`,
    aheadNone: 'Noch keine Frage ist beantwortet.',
    balance: (rate) => `Trefferquote ${rate}; der grüne Teil ist die Grenze des Könnens.`,
    asked: 'Was wird jetzt gefragt?',
    askedNone: 'Noch keine gültige Frage.',
    askedPremises: (first, now) => `Voraussetzungen je Frage: ${first} am Anfang, ${now} jetzt.`,
    askedValid: (valid, repeated) =>
      `${valid} der geschriebenen Fragen waren gültig; ${repeated} wiederholten eine frühere.`,
    real: 'Ist es echt?',
    realIs: {
      up: 'Ja: es kann mehr als zuvor',
      down: 'Nein: es ist schlechter geworden',
      unclear: 'Nicht über den Zufall hinaus',
      unknown: 'Das lässt sich noch nicht sagen',
    },
    realWhy: (first, now) =>
      `Zurückgehaltene Fragen, die kein Spieler je sah: ${first} richtig am Anfang, ${now} jetzt.`,
    realNone: 'Zu diesem Korpus gibt es keine zurückgehaltenen Fragen mit bekannter Antwort.',
    alarms: 'Alarme',
    show: 'Episode zeigen',
  },
  ring: {
    title: 'Zeitmaschine',
    hint: 'Jede Marke ist ein gesicherter Stand des Modells. Wählen Sie einen, um dorthin zurückzugehen oder davon abzuzweigen.',
    back: 'Hierher zurück',
    pause: 'Erst den Lauf anhalten.',
  },
  branch: {
    title: 'Eine Abzweigung',
    from: (run, place) => `Sie geht von „${run}“ weiter, ${place}, mit allem wie dort.`,
    which: 'Zu ändernde Einstellung',
    same: 'Noch ist nichts geändert: es wäre derselbe Lauf noch einmal.',
    differs: (list) => `Was anders wird: ${list}.`,
    leave: 'Doch keine Abzweigung',
  },
  probes: {
    title: 'Die Prüffragen, Frage für Frage',
    about:
      'Eine Zeile je Prüfung, eine Spalte je Frage, von denen, die es immer wusste, bis zu denen, die es nie fand. Zeigen Sie auf eine Frage oder nehmen Sie die Pfeiltasten, um ihre Antworten in zwei Runden zu lesen.',
    label: 'Prüffragen',
    few: 'Für einen Vergleich braucht es zwei Prüfungen.',
  },
  panel: {
    probe: (accuracy, rounds) =>
      `Prüfung ${accuracy} (nach ${rounds} ${rounds === '1' ? 'Runde' : 'Runden'})`,
    none: 'Die Episoden dieser Runde wurden ausgedünnt.',
    noQuestion: 'keine gültige Frage',
  },
  chartHint:
    'Auf eine Kurve zeigen oder in ihr die Pfeiltasten nehmen; Eingabe öffnet die Episoden der Runde.',
  chart: 'Kurve',
  table: 'Tabelle',
  round: 'Runde',
  rounds: 'Runden',
  at: (round) => `Runde ${round}`,
  openRound: (round) => `Die Episoden von Runde ${round} öffnen`,
  noData: 'In dieser Runde nicht gemessen',
  noneYet: 'Noch nichts zu zeigen.',
  waiting: 'Die erste Runde ist noch nicht zu Ende.',
  noGpu: 'Training braucht eine GPU, die dieser Browser der Seite überlässt.',
  reader: 'Ein anderer Tab arbeitet; dieser liest nur.',
  slow: 'Das ist ein Gerät aus Software: es geht, langsam. Mit der Vorgabe Nano sieht man etwas.',
  curve: {
    passRate: {
      title: 'Trefferquote',
      about:
        'Anteil richtiger Versuche, mit 95-%-Intervall (Aufgaben als Gruppen). Ein guter Challenger hält ihn nahe der Hälfte.',
    },
    challengerReward: {
      title: 'Lohn des Challengers',
      about: 'Mittel über seine behaltenen Versuche, auch die ungültigen.',
    },
    validity: {
      title: 'Gültigkeit nach Prüfung',
      about: 'Anteil der Versuche, die alles bestehen, und woran die anderen scheitern.',
    },
    passHistogram: {
      title: 'Richtige Versuche je Frage',
      about: 'Wie viele Fragen einer Runde von wie vielen Versuchen richtig beantwortet wurden.',
    },
    noSignal: {
      title: 'Ohne Signal',
      about:
        'Gruppen, in denen alle dasselbe verdienten, so dass nichts gelernt wird; und wiederholte Fragen.',
    },
    probe: { title: 'Prüfgenauigkeit', about: 'Dieselben zurückgehaltenen Fragen, immer wieder gestellt.' },
    documents: {
      title: 'Was von den Dokumenten bleibt',
      about:
        'Lücken, die nie geübt werden: aus Gelesenem (Erinnern), aus nie gelesenen Dokumenten (Übertragen), aus anderer Prosa (Allgemeines). Gestrichelt: Raten.',
    },
    perplexity: {
      title: 'Perplexität auf anderer Prosa',
      about: 'Je Token; wo sie steigt, verliert das Modell Sprache, die es hatte.',
    },
    difficulty: {
      title: 'Schwierigkeit der Fragen',
      about: 'Gültige Fragen nach der Zahl ihrer Voraussetzungen.',
    },
    entropy: { title: 'Entropie', about: 'Nat je Token: wie offen die Wahl des nächsten Tokens ist.' },
    length: { title: 'Länge', about: 'Token je Text.' },
    gradNorm: { title: 'Norm des Gradienten', about: 'Vom Verlust jedes Sitzes allein, vor dem Kappen.' },
    speed: { title: 'Token je Sekunde', about: 'Alles, was durch das Modell ging, auch die Vorgaben.' },
  },
  line: {
    passRate: 'Trefferquote',
    low: '95 % unten',
    high: '95 % oben',
    challengerReward: 'Lohn',
    validRate: 'gültig',
    noSignalShare: 'ohne Signal',
    duplicateShare: 'wiederholt',
    probeAccuracy: 'Genauigkeit',
    recall: 'Erinnern',
    transfer: 'Übertragen',
    general: 'Allgemeines',
    chances: 'Raten',
    perplexity: 'Perplexität',
    entropyChallenger: 'Challenger',
    entropyReasoner: 'Reasoner',
    lengthChallenger: 'Challenger',
    lengthReasoner: 'Reasoner',
    gradNormChallenger: 'Challenger',
    gradNormReasoner: 'Reasoner',
    tokensPerSecond: 'Token/s',
    parse: 'nicht lesbar',
    goldInPassage: 'Lösung nicht im Text',
    leak: 'Lösung verraten',
    grounded: 'nicht belegt',
    duplicate: 'wiederholt',
    derivation: 'folgt nicht',
    solver: 'Löser widerspricht',
    openBook: 'offenes Buch widerspricht',
    fits: 'anderes passt besser',
  },
  interval: (range) => `95 %: ${range}`,
  heatRow: { passHistogram: (k) => `${k} richtig`, difficulty: (n) => `${n} Voraussetzungen` },
}

export const gates: Words['gates'] = {
  parse: { name: 'Lesbar', about: 'Sie hat Frage und Antwort in der vereinbarten Form.' },
  goldInPassage: { name: 'Lösung im Text', about: 'Die Lösung steht im Abschnitt.' },
  leak: { name: 'Verrät nichts', about: 'Die Frage verrät ihre Antwort nicht.' },
  grounded: { name: 'Belegt', about: 'Ihre Zahlen und Namen kommen aus dem Abschnitt.' },
  duplicate: { name: 'Neu', about: 'Sie wurde noch nicht gestellt.' },
  derivation: { name: 'Folgt', about: 'Die Lösung folgt aus den Voraussetzungen, sagt ein Prüfer.' },
  solver: { name: 'Gelöst', about: 'Ein Löser kommt allein aus der Frage auf die Lösung.' },
  openBook: {
    name: 'Offenes Buch',
    about: 'Das Modell stimmt der Lösung zu, wenn es den Abschnitt lesen darf.',
  },
  fits: {
    name: 'Passt am besten',
    about: 'Keine andere Möglichkeit passt nach dem Modell besser in den ganzen Satz; nur für Lücken.',
  },
}

export const alarms: Words['alarms'] = {
  notFinite: {
    title: 'Eine Zahl ist kaputt',
    why: 'Etwas im Lernschritt ist keine endliche Zahl mehr, und auf nichts danach ist Verlass. Senken Sie die Lernrate und machen Sie vom letzten Speicherpunkt weiter.',
  },
  noValidTasks: {
    title: 'Kaum eine gültige Frage',
    why: 'Die Prüfungen halten fast alles auf, was der Challenger schreibt; so lernt niemand. Längeres Aufwärmen hilft.',
  },
  repeats: {
    title: 'Wieder dieselben Fragen',
    why: 'Mehr als die Hälfte der Fragen gab es schon. Leichte, immer wieder gestellt, sehen wie Fortschritt aus.',
  },
  entropyCollapse: {
    title: 'Es schreibt immer dasselbe',
    why: 'Kaum etwas bleibt dem Zufall überlassen; so wird nichts Neues versucht und nichts Neues gefunden.',
  },
  rewardWithoutProbe: {
    title: 'Mehr Lohn, weniger Können',
    why: 'Der Challenger verdient mehr, während zurückgehaltene Fragen schlechter beantwortet werden: er wird für etwas bezahlt, das kein Schließen ist.',
  },
  noSignal: {
    title: 'Nichts zu lernen',
    why: 'Fast alle Fragen werden immer oder nie richtig beantwortet; alle Versuche verdienen gleich viel, und keiner unterscheidet sich.',
  },
  guessInflation: {
    title: 'Raten wird bezahlt',
    why: 'Blind geraten ist bei vier Möglichkeiten ein Viertel richtig, und der Lohn hält das für eine gute Frage.',
  },
  coinFlips: {
    title: 'Münzwürfe werden bezahlt',
    why: 'Ja-oder-nein-Fragen sind schon durch Zufall zur Hälfte richtig, und gerade das mag der Lohn am liebsten. Schalten Sie „Raten herausrechnen“ ein.',
  },
  wrongGold: {
    title: 'Falsche Lösungen',
    why: 'Viele Fragen, die alle Prüfungen bestanden, haben eine Lösung, die nicht stimmt; so werden richtige Antworten bestraft.',
  },
  leaks: {
    title: 'Antworten sickern durch',
    why: 'Viele gültige Fragen enthalten ihre eigene Antwort; sie zu beantworten braucht kein Schließen.',
  },
  invalidGroups: {
    title: 'Nichts zieht zur Gültigkeit',
    why: 'An vielen Abschnitten verdienten alle Versuche dasselbe; der Challenger lernt daraus nichts.',
  },
}

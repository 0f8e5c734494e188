// Deutsch: einen Sitz spielen, Lektionen, und Läufe vergleichen.
import type { Words } from '../en'
import { episodes } from './episodes'
import { shell } from './shell'
import { gates } from './train'

export const play: Words['play'] = {
  title: 'Einen Sitz spielen',
  lead: 'Setzen Sie sich neben das Modell: dieselben Fragen, dieselben Prüfungen, derselbe Prüfer, derselbe Lohn.',
  seat: 'Sitz',
  noQuestion: 'Die Prüfungen hielten jede Frage zu diesem Abschnitt auf.',
  reasonerSees: 'Sie sehen, was der Reasoner sieht: nur die Frage.',
  yourAnswer: 'Ihre Antwort',
  answer: 'Antworten',
  next: 'Nächste Frage',
  verdict: { right: 'Richtig.', wrong: 'Falsch.', noAnswer: 'Keine Antwort gefunden.' },
  goldWas: (gold) => `Die Lösung ist ${gold}.`,
  model: 'Das Modell',
  modelWaits: 'Seine Versuche werden gezeigt, sobald Sie geantwortet haben.',
  modelGot: (right, all) => `Es hatte ${right} von ${all} Versuchen richtig.`,
  score: (person, model, answers) => `Bisher: Sie ${person}, das Modell ${model} (${answers} beantwortet)`,
  challengerSees: 'Sie sehen, was der Challenger sieht: den Abschnitt.',
  yourQuestion: 'Ihre Frage',
  questionHint:
    'Übernehmen Sie die nötigen Sätze in ihrer Reihenfolge und fragen Sie dann. Der Reasoner sieht sonst nichts.',
  yourGold: 'Ihre Lösung',
  check: 'Prüfen lassen',
  otherPassage: 'Ein anderer Abschnitt',
  gatesWait: 'Sie sehen sich Ihre Frage an, sobald sie geschrieben ist.',
  valid: 'Gültig: sie geht an den Reasoner.',
  invalid: (paid) => `Ungültig: sie wird nicht gestellt und kostet ${paid}.`,
  pay: 'Lohn nach richtigen Versuchen',
  payAt: (right, paid) => `${right} richtig: ${paid}`,
  payWhy: 'Was sie verdient, je nachdem wie viele Versuche richtig sind. Welche Zahl wird es?',
  put: (attempts) => `Dem Modell ${attempts}-mal stellen`,
  putNeeds: 'Für seine Antwort braucht es das Modell selbst.',
  earned: (right, all, paid) => `${right} von ${all} richtig: Sie verdienen ${paid}.`,
}

export const lessons: Words['lessons'] = {
  title: 'Lektionen',
  lead: 'Je ein paar Minuten, an aufgezeichneten Läufen: eine GPU braucht es nicht. Jede wartet darauf, dass Sie etwas tun.',
  open: 'Eine Lektion aus einer Datei',
  build: 'Selbst eine machen',
  number: (n, minutes) => `Lektion ${n} · ${minutes} min`,
  start: 'Beginnen',
  begin: (title) => `Beginnen: ${title}`,
  at: (step, all) => `Schritt ${step} von ${all}`,
  leave: 'Die Lektion verlassen',
  back: 'Zurück',
  next: 'Weiter',
  finish: 'Fertig',
  done: 'Getan. Weiter, wenn Sie mögen.',
  waits: (wait) => {
    switch (wait.kind) {
      case 'phase':
        return `Gehen Sie weiter bis „${episodes.phase[wait.phase]}“ (Leertaste oder Weiter).`
      case 'right':
        return `Drehen Sie Urteile um, bis ${wait.right} Versuche richtig sind.`
      case 'learns':
        return `Lassen Sie lernen: ${episodes.learns[wait.trains]}.`
      case 'view':
        return `Gehen Sie zu „${shell.views[wait.view]}“.`
      case 'token':
        return 'Drücken Sie auf ein Token, um es unter das Mikroskop zu legen.'
      case 'answered':
        return 'Beantworten Sie die Frage selbst.'
      case 'asked':
        return wait.gate === 'valid'
          ? 'Schreiben Sie eine Frage, die alle Prüfungen besteht.'
          : `Schreiben Sie eine Frage, die die Prüfung „${gates[wait.gate].name}“ aufhält.`
      case 'compared':
        return `Wählen Sie ${wait.runs} Läufe zum Vergleich.`
      case 'live':
        return 'Gehen Sie live auf Ihrer eigenen GPU.'
    }
  },
  builder: {
    title: 'Titel',
    about: 'Worum es geht',
    hide: 'Solange sie läuft, verbergen',
    hides: {
      navigation: 'Orte',
      speed: 'Schrittweiten',
      whatIf: 'Angenommen-Leiste',
      controls: 'Laufknöpfe',
      exactPrompt: 'genaue Vorgaben',
      tries: 'andere Versuche',
      allCharts: 'weitere Kurven',
      settings: 'Einstellungen',
    },
    step: (n) => `Schritt ${n}`,
    up: (n) => `Schritt ${n} nach oben`,
    down: (n) => `Schritt ${n} nach unten`,
    remove: (n) => `Schritt ${n} löschen`,
    stepTitle: 'Überschrift',
    text: 'Text',
    place: 'Öffnet',
    here: 'Wo die Schritte jetzt stehen',
    anywhere: 'die Seite, wie sie ist',
    placeIs: (view, round, phase) =>
      [view, round === '' ? '' : `Runde ${round}`, phase].filter((part) => part !== '').join(', '),
    clear: 'Weg damit',
    look: 'Zeigt auf',
    nothing: 'nichts',
    looks: {
      stepper: 'die Episode',
      track: 'die Zeitleiste',
      passage: 'den Abschnitt',
      absent: 'den fehlenden Abschnitt',
      task: 'die Aufgabe',
      gates: 'die Prüfungen',
      attempt: 'einen Versuch',
      formula: 'den Lohn',
      'what-if': 'die Angenommen-Leiste',
      update: 'den Lernschritt',
      story: 'den Überblick',
      'round-panel': 'die Runde',
      'chart-passRate': 'die Trefferquote',
      'chart-challengerReward': 'die Lohnkurve',
      'chart-probe': 'die Prüfkurve',
      'go-live': '„Live gehen“',
      'person-question': 'das Fragefeld',
      'person-answer': 'das Antwortfeld',
      compare: 'den Vergleich',
    },
    wait: 'Wartet auf',
    detail: 'Welche',
    waits: {
      phase: 'eine Phase der Episode',
      right: 'so viele richtige durch umgedrehte Urteile',
      learns: 'wer lernt',
      view: 'einen Ort der Seite',
      token: 'ein Token unter dem Mikroskop',
      answered: 'eine Antwort',
      asked: 'eine eigene Frage',
      compared: 'verglichene Läufe',
      live: 'live gehen',
    },
    add: 'Schritt dazu',
    try: 'Ausprobieren',
    save: 'Als Datei sichern',
    link: 'Link kopieren',
    copied: 'Link kopiert',
    untitled:
      'Sobald die Lektion einen Titel und jeder Schritt eine Überschrift hat, lässt sie sich ausprobieren, sichern und verlinken.',
  },
}

export const compare: Words['compare'] = {
  title: 'Läufe vergleichen',
  pick: 'Läufe',
  recorded: 'aufgezeichnet',
  few: 'Wählen Sie zwei Läufe oder mehr. Läufe, die sich nur in der Startzahl unterscheiden, werden eine Linie mit Band.',
  measure: 'Messung',
  measures: {
    passRate: 'Trefferquote',
    challengerReward: 'Lohn des Challengers',
    validRate: 'gültige Versuche',
    probeAccuracy: 'Prüfgenauigkeit',
    duplicateShare: 'Wiederholungen',
  },
  seeds: (n) => `(${n} Startzahlen, 95-%-Intervall)`,
  only: 'Nur Unterschiede',
  differences: 'Einstellungen nebeneinander',
  setting: 'Einstellung',
  lastOf: (measure) => `Neueste ${measure}`,
  play: (name) => `„${name}“ abspielen`,
}

export const xray: Words['xray'] = {
  title: 'Kernel unter Röntgen',
  lead: (size) =>
    `Was unter dem Boden läuft: das Modell als die Kernel, aus denen es besteht, in der Größe ${size}. Wählen Sie einen Block.`,
  model: 'Blöcke des Modells',
  layer: 'einmal je Schicht',
  blocks: {
    embedding: 'Einbettung',
    attentionNorm: 'Norm',
    qkv: 'Anfragen, Schlüssel, Werte',
    rope: 'Drehende Positionen',
    attention: 'Aufmerksamkeit',
    attentionOut: 'Projektion',
    mlpNorm: 'Norm',
    gateUp: 'Tor und hinauf',
    swiglu: 'SwiGLU',
    down: 'Hinunter',
    logits: 'Logits',
    sample: 'Ziehen',
    decode: 'Aufmerksamkeit mit Speicher',
    policyLoss: 'Verlust',
    gradientNorm: 'Norm des Gradienten',
    adamw: 'AdamW',
  },
  check: 'Jetzt prüfen',
  checking: 'Wird mit der Referenz verglichen …',
  passed: (n) => `Alle ${n} Vergleiche mit der f64-Referenz stimmen.`,
  failed: (n, all) => `${n} von ${all} Vergleichen stimmen nicht.`,
  on: (device) => `auf ${device}`,
  worst: (name, ratio, tolerance) =>
    `Am schlechtesten: ${name}, Fehler je Summe der Beträge ${ratio}, erlaubt ${tolerance}.`,
  noTimes: 'Dieses Gerät gibt keine Zeitstempel; einzelne Aufrufe lassen sich nicht messen.',
  noGpu:
    'Eine Prüfung läuft auf der GPU, die dieser Browser der Seite nicht gibt. Lesen kann man den Code trotzdem.',
  dispatch: 'Aufruf',
  times: 'Anzahl',
  each: 'Zeit je Aufruf',
  files: 'Dateien',
  roofline: {
    title: 'Dachlinie',
    why: 'Was das Gerät höchstens kann, hier und jetzt gemessen: Multiplikationen mit Addition und Bytes je Sekunde. Jeder Kernel eines Trainingsschritts wird für sich gemessen und steht unter diesem Dach. Das dauert einige Sekunden, auf einem Software-Adapter länger.',
    noGpu: 'Gemessen wird auf der GPU, die dieser Browser der Seite nicht gibt.',
    measure: 'Jetzt messen',
    measuring: 'Es wird gemessen …',
    peak: (flops, bytes) => `Höchstens ${flops}, ${bytes}.`,
    whole: (rows, size, ms, share) =>
      `Ein Trainingsschritt mit ${rows} Token, Größe ${size}: ${ms} ms als Summe seiner Kernel, ${share} vom Höchsten.`,
    spoken: (label, time, roof) => `${label}: ${time} der Zeit, bei ${roof} seines Dachs`,
    brief: (time, roof) => `${time} der Zeit, bei ${roof} vom Dach`,
    most: 'Kernel mit der meisten Zeit',
    over: 'Über 100 %: das Gerät war anderweitig beschäftigt, als sein Höchstes gemessen wurde.',
    intensity: 'Rechnungen je Byte',
    ofTime: 'Anteil der Zeit',
    ofRoof: 'Anteil vom Dach',
    bound: 'Begrenzt durch',
    bounds: { compute: 'Rechnen', memory: 'Speicher' },
    boundBy: { compute: 'durch Rechnen begrenzt', memory: 'durch den Speicher begrenzt' },
    area: 'je größer, desto mehr von der Zeit',
    clock: {
      device:
        'Mit der Uhr des Geräts gemessen, die Aufrufe jedes Kernels stapelweise; wo der Browser diese Uhr auf nichts rundet, von außen.',
      outside:
        'Dieses Gerät gibt keine Zeitstempel: jede Zahl ist die vergangene Zeit für einen Stapel von Aufrufen, samt ihrem Start. Kurze Kernel sehen langsamer aus, als sie sind.',
    },
    bytes:
      'Gezählt werden die Bytes von allem, was gebunden ist, jeder Tensor einmal je Aufruf: ein Kernel, der nur einen Teil einer Tabelle liest, bewegt weniger.',
  },
}

// Deutsch: Lektionen und ihr Baukasten.
import type { Words } from '../en'
import { episodes } from './episodes'
import { shell } from './shell'
import { gates } from './train'

export const lessons: Words['lessons'] = {
  title: 'Lektionen',
  lead: 'Je ein paar Minuten, an aufgezeichneten Läufen: eine GPU braucht es nicht. Jede wartet darauf, dass Sie etwas tun.',
  open: 'Eine Lektion aus einer Datei',
  build: 'Selbst eine machen',
  number: (n, minutes) => `Lektion ${n} · ${minutes} min`,
  start: 'Beginnen',
  begin: (title) => `Beginnen: ${title}`,
  at: (step, all) => `Schritt ${step} von ${all}`,
  coming: 'Die Lektion wird geöffnet …',
  answers: {
    name: 'Ihr Name',
    save: 'Meine Antworten speichern',
    why: 'Wird als Datei auf diesem Gerät gespeichert. Geben Sie sie Ihrer Lehrkraft; gesendet wird nichts.',
    collect: 'Antworten einsammeln',
    open: 'Antwortdateien öffnen',
    csv: 'Als CSV speichern',
    csvName: 'antworten.csv',
    none: 'Öffnen Sie die Antwortdateien Ihrer Klasse, um sie nebeneinander zu sehen.',
    pupils: (n) => (n === '1' ? '1 Datei' : `${n} Dateien`),
    unnamed: 'Ohne Namen',
  },
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
      case 'measured':
        return `Nehmen Sie ${wait.readings} Messwerte.`
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
    ask: 'Frage, die schriftlich beantwortet wird (wenn gewünscht)',
    preview: 'Vorschau',
    qr: 'QR-Code',
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
      measure: 'das Messen',
      'corpus-detail': 'das Korpus',
      rivalry: 'der Wettstreit',
      inside: 'das Innere des Modells',
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
      measured: 'genommene Messwerte',
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

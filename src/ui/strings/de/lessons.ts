// Deutsch: Lektionen und ihr Baukasten.
import type { Words } from '../en'
import { episodes } from './episodes'
import { shell } from './shell'
import { gates } from './train'

export const lessons: Words['lessons'] = {
  title: 'Lektionen',
  lead: 'Je ein paar Minuten, an aufgezeichneten Läufen: Eine GPU ist nicht nötig. In jeder probieren Sie etwas aus.',
  open: 'Lektion aus einer Datei öffnen',
  build: 'Eigene Lektion erstellen',
  number: (n, minutes) => `Lektion ${n} · ${minutes} min`,
  start: 'Starten',
  begin: (title) => `Starten: ${title}`,
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
  leave: 'Lektion verlassen',
  back: 'Zurück',
  next: 'Weiter',
  finish: 'Fertig',
  done: 'Geschafft. Weiter, wenn Sie so weit sind.',
  waits: (wait) => {
    switch (wait.kind) {
      case 'phase':
        return `Gehen Sie weiter bis „${episodes.phase[wait.phase]}“ (Leertaste oder Weiter).`
      case 'right':
        return `Drehen Sie Urteile um, bis ${wait.right} Versuche richtig sind.`
      case 'learns':
        return `Stellen Sie ein, wer lernt: ${episodes.learns[wait.trains]}.`
      case 'view':
        return `Gehen Sie zu „${shell.views[wait.view]}“.`
      case 'token':
        return 'Klicken Sie auf ein Token, um es unter das Mikroskop zu legen.'
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
    about: 'Zusammenfassung',
    hide: 'Während der Lektion ausblenden',
    hides: {
      navigation: 'Navigation',
      speed: 'Schrittweiten',
      whatIf: 'Angenommen-Leiste',
      controls: 'Steuerung des Laufs',
      exactPrompt: 'genaue Prompts',
      tries: 'andere Fragen',
      allCharts: 'weitere Diagramme',
      settings: 'Einstellungen',
    },
    step: (n) => `Schritt ${n}`,
    up: (n) => `Schritt ${n} nach oben`,
    down: (n) => `Schritt ${n} nach unten`,
    remove: (n) => `Schritt ${n} löschen`,
    stepTitle: 'Überschrift',
    text: 'Text',
    ask: 'Frage zum schriftlichen Beantworten (freiwillig)',
    preview: 'Vorschau',
    qr: 'QR-Code',
    place: 'Öffnet',
    here: 'Aktuellen Schritt übernehmen',
    anywhere: 'die Seite, wie sie ist',
    placeIs: (view, round, phase) =>
      [view, round === '' ? '' : `Runde ${round}`, phase].filter((part) => part !== '').join(', '),
    clear: 'Leeren',
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
      formula: 'die Belohnung',
      'what-if': 'die Angenommen-Leiste',
      update: 'den Lernschritt',
      story: 'den Überblick',
      'round-panel': 'die Runde',
      'chart-passRate': 'die Trefferquote',
      'chart-challengerReward': 'das Diagramm der Belohnung',
      'chart-probe': 'das Diagramm der Testfragen',
      'go-live': '„Live gehen“',
      'person-question': 'das Fragefeld',
      'person-answer': 'das Antwortfeld',
      compare: 'den Vergleich',
      measure: 'die Messwerkzeuge',
      'corpus-detail': 'das Korpus',
      rivalry: 'den Wettstreit',
      inside: 'das Innere des Modells',
    },
    wait: 'Wartet auf',
    detail: 'Welche',
    waits: {
      phase: 'eine Phase der Episode',
      right: 'eine Zahl umgedrehter Urteile',
      learns: 'wer lernt',
      view: 'eine Ansicht der Seite',
      token: 'ein Token unter dem Mikroskop',
      answered: 'eine Antwort',
      asked: 'eine eigene Frage',
      compared: 'verglichene Läufe',
      measured: 'erfasste Messwerte',
      live: 'den Start auf der eigenen GPU',
    },
    add: 'Schritt hinzufügen',
    try: 'Ausprobieren',
    save: 'Als Datei speichern',
    link: 'Link kopieren',
    copied: 'Link kopiert',
    untitled:
      'Geben Sie der Lektion einen Titel und jedem Schritt eine Überschrift; dann lässt sie sich ausprobieren, speichern und teilen.',
  },
}

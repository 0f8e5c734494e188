// Deutsch: der Anfang, und das Korpus.
import type { Words } from '../en'

const own: Readonly<Record<string, string>> = {
  'Files of your own': 'Eigene Dateien',
  'As the files say': 'wie die Dateien sagen',
}

export const home: Words['home'] = {
  title: 'Ein Modell, zwei Spieler. Es bringt sich das Schließen selbst bei.',
  lead: 'Der Challenger liest einen Abschnitt und schreibt eine Frage. Der Reasoner, dasselbe Modell, antwortet ohne den Abschnitt. Aus Fragen, die er etwa zur Hälfte richtig hat, lernen beide am meisten.',
  live: 'Live gehen',
  liveWhy: 'Das eingebaute Modell, auf Ihrer eigenen GPU. Ein Klick.',
  lesson: 'Neu hier? Eine Lektion von vier Minuten: Was ist Self-Play?',
  yours: 'Zu Ihrem Lauf',
  noGpu: 'Dieser Browser gibt der Seite keine GPU',
  own: 'Meine Dokumente',
  privacy: 'Alles läuft in diesem Tab, auf Ihrem eigenen Rechner.',
  privacyAbsent: 'Alles bleibt in diesem Tab.',
  watch: 'Einen aufgezeichneten Lauf ansehen',
  playing: 'Ein aufgezeichneter Lauf spielt',
  recorded: (name) => `Aufgezeichnet: ${name}`,
  learn: 'Den ganzen Lauf sehen',
}

export const corpus: Words['corpus'] = {
  title: 'Korpus',
  lead: 'Was der Challenger liest. Dateien oder einen Ordner irgendwo auf der Seite ablegen, oder Text einfügen.',
  dropTitle: 'Dokumente hier ablegen',
  dropKinds: '.txt .md .html .pdf .docx .epub .jsonl .csv, oder ein .zip davon',
  pickFiles: 'Dateien wählen',
  pickFolder: 'Ordner wählen',
  paste: 'Text einfügen',
  pasteTitle: 'Text als Dokument einfügen',
  pasteLabel: 'Text',
  pasteAdd: 'Zum Korpus dazu',
  pastedName: 'Eingefügter Text.txt',
  starters: 'Mitgelieferte Korpora',
  starter: {
    'stories-numbers': {
      name: 'Rechengeschichten',
      about:
        'Kurze Geschichten, deren Zahlen auseinander folgen, mit den Ergebnissen dabei: ganze Zahlen und Ausdrücke als Antwort. Auf Englisch.',
    },
    'stories-relations': {
      name: 'Beziehungsgeschichten',
      about:
        'Wer wo steht, wer wessen Tante ist: Reihenfolge, Ort und Verwandtschaft, mit Wörtern oder Auswahl als Antwort. Auf Englisch.',
    },
    'stories-ambiguous': {
      name: 'Mehrdeutige Ereignisse',
      about:
        'Ereignisse, die im Englischen zweierlei heißen können, mit dem Ergebnis, das sagt, wie sie gemeint sind: zwölf Arten ohne gemeinsame Wörter. Antworten in Wörtern, auf Englisch.',
    },
    prose: {
      name: 'Sachtexte',
      about: 'Abschnitte aus einem Lexikon, wie man sie selbst mitbrächte. Auf Englisch.',
    },
  },
  starterOrigin: {
    'stories-numbers': 'Vom Geschichtenmacher des Labors. CC0.',
    'stories-relations': 'Vom Geschichtenmacher des Labors. CC0.',
    'stories-ambiguous': 'Vom Geschichtenmacher des Labors. CC0.',
    prose: 'Frei lizenzierte Texte; jedes Dokument nennt Quelle und Lizenz.',
  },
  add: 'Dazu',
  added: 'Dabei',
  yours: 'Ihre Korpora',
  none: 'Noch kein Korpus. Legen Sie Dokumente ab oder nehmen Sie ein mitgeliefertes.',
  counts: {
    documents: (n) => (n === '1' ? '1 Dokument' : `${n} Dokumente`),
    passages: 'Abschnitte',
    tokensName: 'Token',
    duplicates: (n) => `${n} doppelte weggelassen`,
    tokens: (n) => `etwa ${n} Token`,
  },
  estimated:
    'Token und Abschnitte sind geschätzt, bis ein Modell gewählt ist: dessen Tokenizer schneidet sie.',
  origin: 'Herkunft',
  licence: 'Lizenz',
  provenance: (text) => own[text] ?? text,
  remove: 'Korpus löschen',
  removeSure: (name) => `„${name}“ mit allen Dokumenten löschen? Läufe damit behalten ihre Aufzeichnungen.`,
  cancel: 'Abbrechen',
  search: 'Namen und Texte durchsuchen',
  found: (n, complete) => (complete ? (n === '1' ? '1 Dokument' : `${n} Dokumente`) : `${n}+ Dokumente`),
  nothingFound: 'Kein Dokument hat das in Namen oder Text.',
  documents: 'Dokumente',
  document: (name, tokens) => `${name}, etwa ${tokens} Token`,
  tokens: (n) => `~${n} Token`,
  preview: 'Vorschau',
  previewHint: 'Ein Dokument wählen, um es hier zu lesen.',
  rename: 'Umbenennen',
  save: 'Speichern',
  fileTable: {
    title: 'Dateien in diesem Korpus',
    read: 'Nutzen',
    file: 'Datei',
    documents: 'Dokumente',
    share: 'Anteil am Text',
    weight: 'Gewicht',
    reads: (path) => `${path} nutzen`,
    weightOf: (path) => `Gewicht von ${path}`,
    times: (n) => `×${n.replace('.', ',')}`,
    remove: (path) => (path === '' ? 'Datei löschen' : `${path} löschen`),
    removeSure: (path, documents) =>
      `„${path}“ mit ${documents === '1' ? 'dem einen Dokument' : `allen ${documents} Dokumenten`} löschen?`,
    more: (n) => `${n} kleinere Dateien stehen nicht in der Liste.`,
    notProse: 'kein Fließtext',
    allOff: 'Alle Dateien sind ausgeschaltet, es gibt also nichts zu trainieren.',
    dominates: (path, share) =>
      `„${path}“ ist ${share} dieses Textes. Geben Sie ihr weniger Gewicht oder schalten Sie sie aus, wenn sie nicht überwiegen soll.`,
    noProse: (path) =>
      `„${path}“ besteht nicht aus Sätzen: vielleicht eine Tabelle, eine Liste oder Code. Fragen brauchen Sätze; schalten Sie die Datei eher aus.`,
    noProseFiles: (n) =>
      `${n} Dateien bestehen nicht aus Sätzen: vielleicht Tabellen, Listen oder Code. Fragen brauchen Sätze; schalten Sie sie eher aus.`,
  },
  removeDocument: 'Dokument löschen',
  files: 'Dateien',
  filesIn: (done, failed) => `${done} gelesen${failed === '0' ? '' : `, ${failed} mit einem Problem`}`,
  fileCame: (n, duplicates) =>
    `${n === '1' ? '1 Dokument' : `${n} Dokumente`}${duplicates === '0' ? '' : `, ${duplicates} ${duplicates === '1' ? 'doppeltes' : 'doppelte'} weggelassen`}`,
  fileFailed: 'Kam nicht herein',
  cancelWhat: 'Das Lesen beenden. Was hereinkam, bleibt.',
  readAs: (encoding) => `Gelesen als ${encoding}.`,
  encoding: (name, script) => `${name} (${script})`,
  encodingOf: (path) => `Kodierung von ${path}`,
  encodingHelp:
    'Wo Buchstaben falsch sind, die Kodierung wählen, in der die Datei geschrieben ist; sie wird dann neu gelesen. Die Wahl steht hier, bis Sie die Seite neu laden: danach die Datei noch einmal ablegen.',
  scripts: {
    unicode: 'Unicode',
    western: 'westeuropäisch',
    central: 'mitteleuropäisch',
    cyrillic: 'kyrillisch',
    greek: 'griechisch',
    turkish: 'türkisch',
    hebrew: 'hebräisch',
    arabic: 'arabisch',
    baltic: 'baltisch',
    vietnamese: 'vietnamesisch',
    thai: 'thailändisch',
    japanese: 'japanisch',
    simplified: 'chinesisch, vereinfacht',
    traditional: 'chinesisch, traditionell',
    korean: 'koreanisch',
  },
  small: 'Das ist wenig Text. Ein Modell lernt mehr aus wenigstens einigen hundert Abschnitten.',
  empty:
    'Es kam nichts herein; zum Trainieren ist noch nichts da. Legen Sie andere Dokumente ab oder nehmen Sie ein mitgeliefertes Korpus.',
  next: 'Auf diesem Korpus trainieren',
  truncated: 'Nur der Anfang wird gezeigt.',
}

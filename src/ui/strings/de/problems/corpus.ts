// Deutsch: was von einer abgelegten Datei gesagt wird, die nicht ganz hereinkommt.
import type { corpus as english } from '../../../../problems/english/corpus'
import { listLeftOut, type LeftOutWords, type WordsOf } from '../../../../problems'

const lines = (count: number): string => (count === 1 ? '1 Zeile' : `${count} Zeilen`)

const leftOut: LeftOutWords = {
  titles: (n) => (n === 1 ? '1 Kolumnentitel oder Seitenzahl' : `${n} Kolumnentitel und Seitenzahlen`),
  pages: (n) => (n === 1 ? '1 Seite ohne Text' : `${n} Seiten ohne Text`),
  garbledPages: (n) =>
    n === 1
      ? '1 Seite, deren Schrift ihre Buchstaben nicht nennt'
      : `${n} Seiten, deren Schriften ihre Buchstaben nicht nennen`,
  hiddenParts: (n) => (n === 1 ? '1 Menü oder verborgener Teil' : `${n} Menüs und verborgene Teile`),
  deletions: (n) => (n === 1 ? '1 gelöschte Stelle' : `${n} gelöschte Stellen`),
  headers: (n) => (n === 1 ? '1 Kopf- oder Fußzeile' : `${n} Kopf- und Fußzeilen`),
  comments: (n) => (n === 1 ? '1 Kommentar' : `${n} Kommentare`),
  pictures: (n) => (n === 1 ? '1 Bild' : `${n} Bilder`),
  outputs: (n) => (n === 1 ? 'die Ausgabe von 1 Zelle' : `die Ausgaben von ${n} Zellen`),
  attachments: (n) => (n === 1 ? '1 Anhang' : `${n} Anhänge`),
  hiddenFiles: (n) => (n === 1 ? '1 verborgene Datei' : `${n} verborgene Dateien`),
  records: (n) => (n === 1 ? '1 Datensatz ohne Text' : `${n} Datensätze ohne Text`),
  cues: (n) => (n === 1 ? '1 unlesbarer Untertitel' : `${n} unlesbare Untertitel`),
}

export const corpus: WordsOf<typeof english> = {
  'file.empty': () => 'ist leer.',
  'file.blank': () => 'enthält nur Leerzeichen.',
  'file.noText': () =>
    'enthält keinen Text. Ist es ein Scan, lassen Sie erst eine Texterkennung darüber laufen.',
  'file.noRows': () => 'enthält nichts zu lesen.',
  'file.tooLarge': ({ megabytes, limit }) =>
    `hat ${megabytes} MB, mehr als die ${limit} MB, die auf einmal gelesen werden. Teilen Sie es.`,
  'file.unopened': ({ reason }) => `ließ sich nicht öffnen (${reason}). Sehen Sie nach, ob es noch da ist.`,
  'file.unreadable': ({ reason }) =>
    `ließ sich nicht lesen (${reason}). Öffnen Sie es in dem Programm, das es gemacht hat, und speichern Sie es neu.`,
  'file.binary': () =>
    'ist kein Text (seine Bytes sind die eines Programms, Bildes oder Archivs). Exportieren Sie es als .txt, .pdf oder .docx.',
  'file.richText': () => 'ist Rich Text. Speichern Sie es als .docx oder .txt.',
  'file.notPdf': () =>
    'ist innen kein PDF, auch wenn der Name es sagt. Exportieren oder laden Sie es noch einmal.',
  'file.notItsKind': ({ extension }) =>
    `ist innen kein .${extension}, auch wenn der Name es sagt. Speichern oder laden Sie es noch einmal.`,
  'file.spreadsheet': () => 'ist eine Tabelle. Exportieren Sie sie als .csv.',
  'file.presentation': () => 'ist eine Präsentation. Exportieren Sie sie als .pdf.',
  'file.openDocument': () => 'ist eine OpenDocument-Datei. Speichern Sie sie als .docx oder .pdf.',
  'file.oldOffice': () => 'hat das alte Office-Format. Speichern Sie es als .docx.',
  'file.recording': () =>
    'ist eine Aufnahme, und hier wird keine Sprache erkannt. Fügen Sie ihre Untertitel hinzu (.srt, .vtt), oder lassen Sie sie von einer Spracherkennung aufschreiben (docs/documents.md).',
  'file.notHeard': ({ reason }) =>
    `ließ sich von der Spracherkennung nicht aufschreiben (${reason}). Prüfen Sie ihr Modul und ihr Modell.`,
  'file.locked': () => 'ist mit einem Passwort gesperrt. Speichern Sie eine Kopie ohne.',
  'file.drm': () => 'ist vom Verkäufer gesperrt (DRM). Legen Sie eine Kopie ohne Sperre ab.',
  'file.damagedPdf': () => 'ist ein beschädigtes PDF. Exportieren oder laden Sie es noch einmal.',
  'file.garbledPdf': () =>
    'ist in Schriften gesetzt, die ihre Buchstaben nicht nennen. Lassen Sie eine Texterkennung darüber laufen, oder exportieren Sie es neu.',
  'file.largePdf': () => 'hat mehr als 100 Millionen Zeichen. Teilen Sie die Datei.',
  'file.damagedWord': () =>
    'ist ein beschädigtes Word-Dokument. Öffnen Sie es in einer Textverarbeitung und speichern Sie es neu.',
  'file.damagedBook': () =>
    'ist ein beschädigtes Buch: die Liste seiner Kapitel fehlt. Laden Sie es noch einmal.',
  'file.encoding': ({ encoding }) =>
    `wurde als ${encoding} gelesen, wonach seine Bytes aussehen. Sind Buchstaben falsch, speichern Sie die Datei als UTF-8.`,
  'file.badBytes': ({ count }) =>
    count === 1
      ? 'hat 1 Byte, das kein UTF-8 ist; ein Fragezeichen steht an seiner Stelle.'
      : `hat ${count} Bytes, die kein UTF-8 sind; Fragezeichen stehen an ihrer Stelle.`,
  'file.missingChapters': ({ count }) =>
    `nennt ${count === 1 ? '1 Kapitel, das' : `${count} Kapitel, die`} nicht darin sind. Die anderen sind da.`,
  'file.badCues': ({ count }) =>
    `enthält keinen lesbaren Untertitel (${count === 1 ? '1 Dialogzeile' : `${count} Dialogzeilen`} ohne Zeit oder Text). Speichern Sie die Datei neu als .srt.`,
  'file.unclosedQuote': () =>
    'öffnet ein Anführungszeichen und schließt es nie; Anführungszeichen wurden als Zeichen gelesen.',
  'file.longRows': ({ count }) =>
    `hat ${count === 1 ? '1 Zeile' : `${count} Zeilen`} mit mehr Zellen als Spalten; ihr Text wurde zusammengesetzt.`,
  'file.noReading': ({ count }) =>
    `hat ${count === 1 ? '1 Zeile' : `${count} Zeilen`} ohne Zeit oder Zahl oder mit der Zeit der Zeile davor; weggelassen.`,
  'file.parquet': () => 'ist eine Parquet-Tabelle. Exportieren Sie sie als .csv oder .jsonl.',
  'file.badJson': () => 'ist kein gültiges JSON. Sehen Sie nach, ob es ganz gespeichert wurde.',
  'file.badJsonLines': ({ first }) =>
    `hat keine Zeile in JSON (die erste falsche ist Zeile ${first}). Speichern Sie es mit einem JSON-Objekt je Zeile.`,
  'file.someLines': ({ bad, first, textless }) => {
    const parts = [
      ...(bad > 0 ? [`${lines(bad)} kein JSON, die erste ist Zeile ${first}`] : []),
      ...(textless > 0 ? [`${lines(textless)} ohne Text`] : []),
    ]
    return `${parts.join('; ')}. Die anderen Zeilen wurden übernommen.`
  },
  'file.noTextField': () =>
    'hat kein Feld „text“, „content“ oder „question“ mit Text. Benennen Sie das Feld um, in dem der Text steht.',
  'file.damagedArchive': () =>
    'dieses Archiv ist abgeschnitten oder beschädigt. Kopieren oder laden Sie es noch einmal.',
  'file.zip64Archive': () =>
    'dieses Archiv hat die Form zip64. Packen Sie es neu, in Teilen unter 4 GB und 65 000 Dateien.',
  'file.largeArchive': () => 'dieses Archiv entpackt sich zu mehr als 2 GB. Packen Sie es in kleinere Teile.',
  'file.emptyArchive': () => 'ist ein leeres Archiv.',
  'file.noneWithin': () => 'enthält keine Datei, die gelesen werden konnte.',
  'file.nestedArchive': () => 'ist ein Archiv in einem Archiv in einem Archiv. Entpacken Sie es erst.',
  'file.lockedEntry': () => 'ist mit einem Passwort gesperrt. Entpacken Sie es und legen Sie den Inhalt ab.',
  'file.largeEntry': ({ megabytes }) =>
    `entpackt sich zu ${megabytes} MB. Teilen Sie es in kleinere Dateien.`,
  'file.tookTooLong': ({ seconds }) =>
    `brauchte zum Lesen mehr als ${seconds} s und wurde nicht übernommen. Öffnen Sie es in dem Programm, das es gemacht hat, und speichern Sie es neu.`,
  'file.tookTooMuch': ({ megabytes }) =>
    `brauchte zum Lesen mehr als ${megabytes} MB Speicher und wurde nicht übernommen. Teilen Sie es in kleinere Dateien.`,
  'file.endedReader': ({ reason }) =>
    `hat das Leseprogramm zum Absturz gebracht (${reason}) und wurde nicht übernommen. Öffnen Sie es in dem Programm, das es gemacht hat, und speichern Sie es neu.`,
  'file.restUnread': () =>
    'enthält mehrere Dateien, die nicht rechtzeitig gelesen waren; der Rest fehlt. Entpacken Sie es erst.',
  'file.notKept': ({ kept, read, rest }) =>
    [
      kept === 0
        ? 'wurde gelesen, ließ sich aber nicht speichern.'
        : `wurde gelesen, aber nur ${kept} von ${read} Dokumenten ließen sich speichern.`,
      ...(rest === 0
        ? []
        : [`${rest === 1 ? 'Die Datei danach kam' : `Die ${rest} Dateien danach kamen`} nicht herein.`]),
    ].join(' '),
  'file.cancelled': ({ rest }) =>
    `wurde nicht zu Ende gelesen, weil Sie abgebrochen haben${rest === 0 ? '' : rest === 1 ? ', und 1 weitere Datei gar nicht' : `, und ${rest} weitere Dateien gar nicht`}. Was schon gelesen war, bleibt.`,
  'file.inParts': ({ count, megabytes }) =>
    `ist lang und kam als ${count} Dokumente mit höchstens ${megabytes} Millionen Zeichen herein.`,
  'file.leftOut': (counts) => `Ausgelassen: ${listLeftOut(leftOut, counts)}.`,
  'file.unknownEncoding': ({ encoding }) =>
    `lässt sich nicht als „${encoding}“ lesen, diese Kodierung ist hier nicht bekannt. Wählen Sie eine andere.`,
  'file.packedEntry': () =>
    'ist auf eine Art gepackt, die hier nicht gelesen wird. Packen Sie es neu als einfaches .zip.',
}

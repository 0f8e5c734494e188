// Deutsch: was die Seite selbst nicht kann.
import type { WordsOf } from '../../../../problems'
import type { page as english } from '../../../../problems/english/page'

const stops = {
  error: (reason: string) =>
    `Die Engine ist stehen geblieben: ${reason || 'ihr Worker konnte nicht weiter'}. Laden Sie die Seite neu; der Lauf geht von seinem letzten Speicherpunkt weiter.`,
  ended: () =>
    'Der Browser hat die Engine beendet, vielleicht aus Mangel an Speicher. Laden Sie die Seite neu; der Lauf geht von seinem letzten Speicherpunkt weiter.',
  unreadable: () => 'Die Engine schickte etwas, das die Seite nicht lesen konnte. Laden Sie die Seite neu.',
  closed: () => 'Die Engine wurde geschlossen.',
}

/** Wie er in einem Satz steht. */
const oneLine = (reason: string): string => reason.replace(/\s+/g, ' ').replace(/\.$/, '')

export const page: WordsOf<typeof english> = {
  'engine-stopped': ({ how, reason }) => stops[how](reason),
  'engine-hangs': () =>
    'Die Engine antwortete nicht mehr; sie wurde beendet und neu gestartet. Was aufgezeichnet war, ist noch da; ein Lauf geht von seinem letzten Speicherpunkt weiter.',
  'part-missing': () =>
    'Ein Teil der Seite ließ sich nicht laden: Vielleicht gibt es eine neue Version, oder die Verbindung fehlt. Laden Sie die Seite neu; ein Lauf geht von seinem letzten Speicherpunkt weiter.',
  'engine-missing': ({ reason }) => `Die Engine konnte nicht gestartet werden: ${reason}`,
  'second-tab': () =>
    'SPICE Lab ist in einem anderen Tab offen, und nur in einem können Sie arbeiten. Schließen Sie den anderen; dann übernimmt dieser.',
  'not-open': () => 'Die Engine läuft in diesem Tab nicht.',
  'storage-memory': ({ reason }) =>
    `Dieser Browser speichert nichts für die Seite (${oneLine(reason)}), wie in einem privaten Fenster: Das Labor arbeitet im Arbeitsspeicher weiter, und Läufe und Dokumente sind verloren, sobald Sie diesen Tab schließen. Exportieren Sie, was bleiben soll.`,
  'store-cleared': () =>
    'Die Daten dieser Seite wurden gelöscht, während sie offen war, vom Browser oder von Hand: Speichern lässt sich nichts mehr. Exportieren Sie, was offen ist und bleiben soll, und laden Sie die Seite neu.',
  'storage-closed': ({ reason }) =>
    `Dieser Browser lässt die Seite nichts speichern: ${reason}. Oft liegt es an einem privaten Fenster.`,
  'page-file-missing': ({ path }) => `Die Datei ${path} der Seite fehlt. Laden Sie die Seite neu.`,
  'page-file-unread': ({ path, reason }) =>
    `Die Datei ${path} der Seite ließ sich nicht laden (${reason}). Prüfen Sie die Verbindung, oder öffnen Sie die Seite einmal mit Internetverbindung.`,
  unreadable: ({ path }) => `${path} ließ sich nicht lesen; die anderen Dateien werden trotzdem übernommen.`,
  'unreadable-model': ({ path }) => `${path} ließ sich nicht lesen.`,
  'corpus-not-chosen': () =>
    'Der Lauf hat noch kein Korpus. Wählen Sie ein mitgeliefertes, oder legen Sie Dokumente ab.',
  'drop-failed': ({ message }) => message,
  'action-failed': ({ message }) => message,
  'check-failed': ({ reason }) => `Die Prüfung ließ sich nicht ausführen: ${reason}`,
  'measurement-failed': ({ reason }) => `Die Messung ließ sich nicht ausführen: ${reason}`,
  'serial-absent': () =>
    'Dieser Browser hat kein Web Serial, mit dem eine Seite ein Gerät auslesen kann. Verwenden Sie Chrome oder Edge auf einem Computer, oder tippen Sie Messwerte ein.',
  'speech-absent': () =>
    'Dieser Browser kann Sprache nicht auf diesem Computer erkennen, und das Labor sendet keinen Ton an andere. Tippen Sie den Text ein, oder fügen Sie eine Mitschrift als Datei hinzu.',
  'measuring-refused': () =>
    'Es wurde kein Gerät gewählt, oder der Browser hat den Zugriff verweigert. Es wird nichts gemessen; wählen Sie die Quelle noch einmal, um neu gefragt zu werden.',
  'measuring-failed': ({ reason }) =>
    `Das Gerät ließ sich nicht öffnen (${oneLine(reason)}). Prüfen Sie Kabel und Baudrate, und ob ein anderes Programm es benutzt.`,
  'measuring-ended': ({ reason }) =>
    `Die Messung endete (${oneLine(reason)}). Was davor kam, bleibt; wählen Sie die Quelle noch einmal, um weiterzumessen.`,
  'no-check': ({ operation }) => `Es gibt keine Prüfung „${operation}“.`,
  'player-silent': ({ reason }) =>
    `keine Antwort (${reason}). Prüfen Sie die Adresse, und ob der Server die Herkunft dieser Seite erlaubt.`,
  'player-status': ({ status, text }) => `antwortete ${status} ${text}.`,
  'player-deadline': ({ seconds }) => `keine Antwort innerhalb von ${seconds} Sekunden.`,
  'player-budget': ({ used, budget }) =>
    `${used} von ${budget} erlaubten Token sind verbraucht. Setzen Sie den Lauf mit einem größeren Budget fort.`,
  'player-reply': () => 'seine Antwort ist keine Fortsetzung eines Gesprächs.',
  'recording-only': () =>
    'Das ist eine Aufzeichnung; sie lässt sich abspielen, aber nicht ändern. Trainieren Sie dafür selbst.',
  'recording-run': () => 'In run.json der Aufzeichnung fehlen Kennung und Name.',
  'recording-unread': ({ reason }) => `run.json der Aufzeichnung ließ sich nicht lesen: ${reason}`,
  'recording-missing': ({ base }) => `Bei ${base} gibt es keinen aufgezeichneten Lauf.`,
  'recording-empty': ({ base }) => `Der aufgezeichnete Lauf bei ${base} hat in metrics.jsonl keine Runde.`,
  lesson: ({ name }) => `Es gibt keine Lektion „${name}“.`,
  'lesson-object': () => 'Das ist keine Lektion: eine Lektion ist ein JSON-Objekt mit title und steps.',
  'lesson-version': ({ version, reads }) =>
    `Diese Lektion hat Version ${version}; diese Seite liest Version ${reads}.`,
  'answers-file': () =>
    'Diese Datei enthält keine Antworten einer Lektion. Öffnen Sie eine, die mit „Meine Antworten speichern“ entstanden ist.',
  'lesson-steps': () => 'Diese Lektion hat keine Schritte. Fügen Sie einen hinzu, mit title und text.',
  'lesson-json': () => 'Diese Datei ist kein JSON, also keine Lektion.',
  'lesson-link': () =>
    'Die Lektion in diesem Link ist unlesbar: Er wurde unterwegs gekürzt oder verändert. Bitten Sie noch einmal um den Link.',
}

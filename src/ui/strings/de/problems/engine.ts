// Deutsch: was die Engine ablehnt, was einen Lauf anhält, und was von einem Lauf gesagt wird.
import type { WordsOf } from '../../../../problems'
import type { engine as english } from '../../../../problems/english/engine'

const bytes = (count: number): string =>
  count >= 1e9 ? `${(count / 1e9).toFixed(1)} GB` : `${(count / 1e6).toFixed(1)} MB`
const gigabytes = (count: number): string => `${(count / 1e9).toFixed(count < 1e9 ? 2 : 1)} GB`

export const engine: WordsOf<typeof english> = {
  engine: ({ message }) => message,
  'engine-start': ({ reason }) => `Die Engine konnte nicht starten: ${reason}`,
  'other-tab': () =>
    'SPICE Lab ist in einem anderen Tab offen. Arbeiten Sie dort, oder schließen Sie ihn; in diesem können Sie nur lesen.',
  busy: () => 'Gerade ist ein Lauf im Gang. Halten Sie ihn erst an.',
  'busy-corpus': () => 'Ein Lauf, der im Gang ist, liest dieses Korpus. Halten Sie ihn erst an.',
  'no-run': () => 'Es ist kein Lauf offen. Legen Sie einen an, oder öffnen Sie einen.',
  'no-such-run': ({ run }) => `Es gibt keinen Lauf „${run}“.`,
  'no-corpus': () =>
    'Ein Lauf braucht ein Korpus: Legen Sie Dateien ab, oder nehmen Sie eines der mitgelieferten.',
  'no-such-corpus': ({ corpus }) => `Es gibt kein Korpus „${corpus}“.`,
  'no-checkpoint': ({ checkpoint }) => `Der Lauf hat keinen Speicherpunkt „${checkpoint}“.`,
  'no-checkpoint-of-run': ({ run, checkpoint }) =>
    `Der Lauf „${run}“ hat keinen Speicherpunkt „${checkpoint}“.`,
  'no-checkpoint-any-more': ({ checkpoint }) => `Der Lauf hat keinen Speicherpunkt „${checkpoint}“ mehr.`,
  'no-checkpoint-yet': () =>
    'Dieser Lauf hat noch keinen Speicherpunkt. Der erste wird nach dem Aufwärmen gespeichert.',
  'no-contender': ({ name }) => `„${name}“: Der Speicherpunkt ist nicht mehr da.`,
  'no-warm-checkpoint': () =>
    'Ein fester Challenger spielt mit den Gewichten vom Ende des Aufwärmens, und dieser Speicherpunkt ist gelöscht. Wählen Sie das lernende Modell als Challenger, oder starten Sie einen neuen Lauf.',
  'checkpoint-gone': ({ checkpoint }) => `Die Datei des Speicherpunkts „${checkpoint}“ fehlt.`,
  'checkpoint-damaged': ({ checkpoint, cause }, say) =>
    `Speicherpunkt „${checkpoint}“ ist beschädigt: ${say(cause)}`,
  'checkpoint-vocabulary': ({ vocabulary, size }) =>
    `Das Modell des Speicherpunkts hat ${vocabulary} Token, sein Tokenizer ${size}.`,
  'weights-elsewhere': ({ model }) =>
    `Der Speicherpunkt enthält kein ganzes Modell: Er ergänzt die Gewichte von „${model}“ um das Gelernte. Geben Sie dieses Modell als Grundlage an.`,
  'no-documents': () =>
    'In den gewählten Korpora sind keine Dokumente. Fügen Sie einem davon erst Dateien hinzu.',
  'no-passages': () =>
    'Die Dokumente der gewählten Korpora ergeben keine Abschnitte: Sie sind leer, zu kurz oder enthalten nur Geschichten, deren Antwortart nicht im Spiel ist. Fügen Sie Dokumente hinzu, oder erlauben Sie mehr Antwortarten.',
  'no-endpoint': () =>
    'Ein entfernter Challenger braucht die Adresse eines Servers, mit OpenAI-kompatibler Schnittstelle, und keine wurde genannt.',
  'endpoint-address': ({ address }) =>
    `„${address}“ ist keine Adresse eines Servers. Sie sieht aus wie http://localhost:8080/v1.`,
  'endpoint-model': ({ host }) =>
    `Dem Server bei ${host} muss man sagen, welches Modell er nehmen soll; keines wurde genannt.`,
  'endpoint-key': ({ host }) =>
    `Der Schlüssel ginge unverschlüsselt an ${host}, lesbar für alle auf dem Weg. Geben Sie eine Adresse mit https://.`,
  'ask-empty': () => 'Schreiben Sie erst eine Frage.',
  'ask-long': ({ characters, limit }) =>
    `Die Frage hat ${characters} Zeichen; erlaubt sind höchstens ${limit}.`,
  'ask-tokens': ({ tokens, limit }) => `Die Frage ist ${tokens} Token lang; dieses Modell liest ${limit}.`,
  'look-long': ({ tokens, limit }) =>
    `Die Folge hat ${tokens} Token; dieses Modell liest hier 1 bis ${limit}.`,
  'look-tokens': () =>
    'Die Folge enthält ein Token, das dieses Modell nicht kennt: Die Episode gehört zu einem anderen Modell.',
  'arena-empty': () => 'Eine Arena braucht mindestens einen Challenger und einen Reasoner.',
  'trial-empty': ({ seat }) => `Wählen Sie erst mindestens einen ${seat}.`,
  'trial-many': ({ count, seat, limit }) =>
    `${count} Speicherpunkte wurden als ${seat} gewählt; höchstens ${limit} spielen zugleich.`,
  'no-model': ({ model }) =>
    `Das Modell „${model}“ ist nicht hier. Fügen Sie es unter Modelle mit diesem Namen noch einmal hinzu.`,
  'no-models-here': ({ model }) =>
    `Dieser Lauf spielt mit dem Modell „${model}“, und fremde Modelle lassen sich hier nicht öffnen.`,
  'model-part': ({ model }) =>
    `Vom Modell „${model}“ ist erst ein Teil hier. Laden Sie es unter Modelle weiter herunter.`,
  'model-file': ({ file }) =>
    `${file} ist nicht mehr da: Der Browser hat es gelöscht. Löschen Sie das Modell, und fügen Sie es noch einmal hinzu.`,
  'model-known': ({ model }) =>
    `Ein Modell „${model}“ gibt es schon. Löschen Sie es erst, oder benennen Sie die Datei um.`,
  'model-downloaded': ({ model }) =>
    `Ein Modell „${model}“ gibt es schon. Löschen Sie es erst, um es neu herunterzuladen.`,
  'model-room': ({ model, needs, free }) =>
    `Für ${model} ist kein Platz: Es hat ${(needs / 1e6).toFixed(0)} MB, und ${(free / 1e6).toFixed(0)} MB sind frei. Löschen Sie Modelle, Läufe oder Korpora, die Sie nicht mehr brauchen.`,
  'no-download': () => 'Hier lassen sich keine Modelle herunterladen.',
  'no-models': () => 'Hier lassen sich keine fremden Modelle speichern.',
  'model-changed': ({ model, first }) =>
    `„${model}“ ist nicht das Modell, mit dem dieser Lauf begann; das war „${first}“. Geben Sie dieses an.`,
  'no-base': ({ model }) => `Der Speicherpunkt gehört zum Modell „${model}“: Geben Sie es als Grundlage an.`,
  'no-weights': () => 'Der Speicherpunkt enthält keine Gewichte.',
  'export-adapter': () =>
    'Ein Adapter wird aus einem Speicherpunkt eines Laufs exportiert, einer .safetensors-Datei.',
  'export-no-adapter': () =>
    'Dieser Speicherpunkt hat keinen Adapter: trainiert wurden alle Gewichte, oder noch nichts. Exportieren Sie ihn ganz.',
  'adapter-settings': ({ rank, alpha, targets }) =>
    `Der Speicherpunkt ist ein Adapter vom Rang ${rank} mit Alpha ${alpha} an ${targets.join(', ')} neben einem veröffentlichten Modell. Trainieren Sie einen wie diesen, oder beginnen Sie mit dem Modell selbst.`,
  'adapter-base': () =>
    'Ein Adapter steht neben Gewichten, die schon gelernt haben. Beginnen Sie mit eingebauten Gewichten oder einem Speicherpunkt, oder trainieren Sie alle Gewichte.',
  'model-prompts': () =>
    'Ein fremdes Modell kennt die knappen Prompts nicht, die eigene Modelle beim Aufwärmen lernen. Wählen Sie die Prompts des Papers.',
  'model-world': () =>
    'Die Welt der Programme hat nur Prompts für die eigenen Modelle. Spielen Sie mit Abschnitten.',
  'model-examples': () =>
    'Beispiele des Aufwärmens gibt es nur für eigene Modelle. Lassen Sie aus dem Spiel lernen.',
  'model-no-examples': ({ prompts }) =>
    `Für die Prompts ${prompts} gibt es keine Beispiele: Wählen Sie game.prompts brief oder das Spiel der Lücken, oder lassen Sie das Aufwärmen weg.`,
  'model-warm-start': () =>
    'Ein fremdes Modell wärmt nicht auf: Mit diesem Speicherpunkt kann man nicht beginnen.',
  'import-zip': ({ reason }) => `Die Datei ist kein Lauf: sie ist keine ganze Zip-Datei (${reason}).`,
  'import-kind': () => 'Die Datei ist kein Lauf: ihr Verzeichnis sagt es nicht.',
  'import-run': () => 'Der Lauf in der Datei hat keinen Eintrag.',
  'import-record': () => 'Dem Eintrag des Laufs in der Datei fehlt Kennung, Name oder Konfiguration.',
  'import-no-part': ({ name }) =>
    `Der Datei fehlt ihr ${name}: sie ist beschädigt. Exportieren oder laden Sie sie noch einmal.`,
  'import-no-checkpoint': ({ checkpoint }) => `Der Datei fehlt ihr Speicherpunkt „${checkpoint}“.`,
  'import-checkpoint': ({ checkpoint, cause }, say) =>
    `Speicherpunkt „${checkpoint}“ der Datei: ${say(cause)}`,
  'import-content': ({ reason }) => `Der Lauf in der Datei lässt sich nicht lesen: ${reason}.`,
  plan: (values) => {
    const { total, room, buffer, binding, weights, training, activations, sampling, instead } = values
    const why =
      values.over === 'total' && room !== null
        ? `Der Lauf braucht ${gigabytes(total)} auf dem Gerät (Gewichte ${gigabytes(weights)}, Gradienten und Optimierer ${gigabytes(training)}, Aktivierungen ${gigabytes(activations)}, Sampling ${gigabytes(sampling)}), und ${gigabytes(room)} sind da.`
        : `Der Lauf braucht einen Puffer von ${gigabytes(buffer)}, und dieses Gerät bindet höchstens ${gigabytes(binding)}.`
    return instead === null
      ? `${why} Mit keiner Einstellung passt es: Wählen Sie ein kleineres Modell.`
      : `${why} Es würde passen mit ${instead.settings} (${gigabytes(instead.total)}).`
  },
  quota: ({ usage, runs }) => {
    const listed = runs.map(
      ({ name, count, size }) =>
        `„${name}“ hat ${count} ${count === 1 ? 'Speicherpunkt' : 'Speicherpunkte'} von ${bytes(size)}`,
    )
    return [
      'Der Speicher ist voll, darum wurde der Lauf angehalten. Löschen Sie Speicherpunkte, alte Läufe oder Korpora, die Sie nicht mehr brauchen, und setzen Sie ihn dann fort.',
      ...(usage === null ? [] : [`${bytes(usage.used)} von ${bytes(usage.quota)} sind belegt.`]),
      ...(listed.length === 0 ? [] : [`Löschen ließe sich: ${listed.join('; ')}.`]),
    ].join(' ')
  },
  'note-corpus-changed': () =>
    'Das Korpus hat sich geändert, nachdem dieser Lauf begann; derselbe Seed ergibt ihn deshalb nicht mehr.',
  'note-thinned': ({ lean, bare }) => {
    const parts = [
      ...(bare > 0 ? [`Runden vor ${bare} werden ohne ihre Token behalten`] : []),
      ...(lean > bare ? [`Runden vor ${lean} werden ohne die wahrscheinlichsten Token behalten`] : []),
    ]
    return `Damit der Platz für Episoden reicht: ${parts.join(', ')}.`
  },
  'note-with-passages': () => 'Diese Datei enthält Abschnitte des Korpus, Wort für Wort.',
  'note-without-passages': () =>
    'Die Abschnitte des Korpus wurden weggelassen; Fragen und Antworten, die daraus entstanden, sind enthalten.',
}

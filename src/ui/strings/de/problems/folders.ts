// Deutsch: was am Ordner eines Laufs oder an einer Datei darin nicht stimmt, und was hilft.
import type { WordsOf } from '../../../../problems'
import type { folders as english } from '../../../../problems/english/folders'

export const folders: WordsOf<typeof english> = {
  'disk-full': ({ path }) =>
    `Die Platte hat keinen Platz mehr für ${path}. Machen Sie etwas frei, und machen Sie mit --resume weiter.`,
  'folder-read-only': ({ path }) =>
    `${path} lässt sich nicht schreiben: der Ordner ist hier nur zu lesen. Ändern Sie seine Rechte, oder nennen Sie einen anderen.`,
  'path-below-file': ({ path }) =>
    `${path} lässt sich nicht anlegen: ein Teil des Pfads ist eine Datei, kein Ordner. Nennen Sie einen anderen Ordner.`,
  'write-failed': ({ path, reason }) =>
    `${path} ließ sich nicht schreiben (${reason}). Prüfen Sie die Platte, und machen Sie mit --resume weiter.`,
  'folder-locked': ({ path, pid, lock }) =>
    `Ein anderer Prozess (${pid}) schreibt nach ${path}. Warten Sie, bis er fertig ist, oder beenden Sie ihn; gibt es keinen mehr, löschen Sie ${lock}.`,
  'json-damaged': ({ path, empty }) =>
    `${path} ist ${empty ? 'leer' : 'beschädigt oder abgeschnitten'}. Legen Sie eine ganze Kopie zurück, oder beginnen Sie neu in einem anderen Ordner.`,
  'line-damaged': ({ path, line }) =>
    `Zeile ${line} von ${path} ist beschädigt. Legen Sie eine ganze Kopie der Datei zurück, oder nehmen Sie die Zeile heraus.`,
  'lines-without-checkpoint': () =>
    'Der Lauf hat schon gespielt, aber kein Speicherpunkt ist mehr da, von dem er weitergehen könnte. Legen Sie die Speicherpunkte zurück, oder beginnen Sie einen neuen Lauf.',
  'chosen-checkpoint': ({ cause }, say) => `${say(cause)} Wählen Sie einen anderen Speicherpunkt.`,
  'no-whole-checkpoint': ({ cause }, say) =>
    `${say(cause)} Von keinem anderen Speicherpunkt geht es weiter: legen Sie eine ganze Kopie zurück, oder beginnen Sie einen neuen Lauf.`,
  'lines-missing': ({ checkpoint, rounds }) =>
    `Speicherpunkt „${checkpoint}“ hat ${rounds} Runden gespielt, und nicht alles, was zu ihm führte, ist noch aufgezeichnet.`,
}

// Deutsch: was am Ordner eines Laufs oder an einer Datei darin nicht stimmt, und was hilft.
import type { WordsOf } from '../../../../problems'
import type { folders as english } from '../../../../problems/english/folders'

export const folders: WordsOf<typeof english> = {
  'disk-full': ({ path }) =>
    `Auf dem Datenträger ist kein Platz mehr für ${path}. Schaffen Sie Platz, und machen Sie mit --resume weiter.`,
  'folder-read-only': ({ path }) =>
    `${path} lässt sich nicht schreiben: Der Ordner ist schreibgeschützt. Ändern Sie seine Rechte, oder nennen Sie einen anderen.`,
  'path-below-file': ({ path }) =>
    `${path} lässt sich nicht anlegen: Ein Teil des Pfads ist eine Datei, kein Ordner. Nennen Sie einen anderen Ordner.`,
  'write-failed': ({ path, reason }) =>
    `${path} ließ sich nicht schreiben (${reason}). Prüfen Sie den Datenträger, und machen Sie mit --resume weiter.`,
  'folder-locked': ({ path, pid, lock }) =>
    `Ein anderer Prozess (${pid}) schreibt nach ${path}. Warten Sie, bis er fertig ist, oder beenden Sie ihn; gibt es keinen mehr, löschen Sie ${lock}.`,
  'json-damaged': ({ path, empty }) =>
    `${path} ist ${empty ? 'leer' : 'beschädigt oder abgeschnitten'}. Stellen Sie eine unbeschädigte Kopie wieder her, oder beginnen Sie in einem anderen Ordner neu.`,
  'line-damaged': ({ path, line }) =>
    `Zeile ${line} von ${path} ist beschädigt. Stellen Sie eine unbeschädigte Kopie der Datei wieder her, oder entfernen Sie die Zeile.`,
  'lines-without-checkpoint': () =>
    'Der Lauf hat schon gespielt, aber es gibt keinen Speicherpunkt mehr, von dem er weitergehen könnte. Stellen Sie die Speicherpunkte wieder her, oder beginnen Sie einen neuen Lauf.',
  'chosen-checkpoint': ({ cause }, say) => `${say(cause)} Wählen Sie einen anderen Speicherpunkt.`,
  'no-whole-checkpoint': ({ cause }, say) =>
    `${say(cause)} Von keinem anderen Speicherpunkt geht es weiter: Stellen Sie eine unbeschädigte Kopie wieder her, oder beginnen Sie einen neuen Lauf.`,
  'lines-missing': ({ checkpoint, rounds }) =>
    `Speicherpunkt „${checkpoint}“ hat ${rounds} Runden gespielt, und nicht alles, was zu ihm führte, ist noch aufgezeichnet.`,
}

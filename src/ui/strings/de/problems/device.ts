// Deutsch: was ein Gerät ablehnt oder verliert, und was ein Browser nicht behält.
import type { WordsOf } from '../../../../problems'
import type { device as english } from '../../../../problems/english/device'

const mebibytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`
const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`

export const device: WordsOf<typeof english> = {
  'no-webgpu': () =>
    'Dieser Browser hat kein WebGPU. Verwenden Sie Chrome oder Edge ab Version 113 oder einen anderen Browser mit eingeschaltetem WebGPU.',
  'no-adapter': () =>
    'Dieser Browser hat WebGPU, bietet aber keine Grafikkarte an: Schalten Sie die Hardwarebeschleunigung ein, oder bringen Sie den Grafiktreiber auf den neuesten Stand.',
  'no-device': ({ reason }) => `Auf der Grafikkarte ließ sich kein Gerät öffnen: ${reason}`,
  'gpu-memory': ({ label, bytes, limit }) =>
    `GPU-Speicher: „${label}“ braucht ${bytes} Bytes (${mebibytes(bytes)}), ${limit === null ? 'und das Gerät hat dafür keinen Platz' : `und dieses Gerät bindet höchstens ${limit} Bytes`}. Wählen Sie ein kleineres Modell, weniger auf einmal oder einen kürzeren Kontext.`,
  shader: ({ label, messages }) =>
    `Der Shader „${label}“ lässt sich nicht kompilieren: ${messages.join('; ')}`,
  'device-lost': ({ reason, message }) =>
    `Die GPU ist ausgefallen${reason === '' ? '' : ` (${reason})`}: ${message}`,
  'device-refused': ({ message }) =>
    `Die GPU lehnte einen Befehl ab; ihren Ergebnissen ist nicht mehr zu trauen: ${message}`,
  'machine-gone': ({ command, ending, said }) =>
    `Die Maschine „${command}“ hat geendet (${ending})${said === '' ? '' : `: ${said}`}`,
  'machine-silent': ({ command, seconds }) =>
    `Die Maschine „${command}“ hat ${seconds} Sekunden lang nicht geantwortet.`,
  'machine-version': ({ command, speaks }) =>
    `Die Maschine „${command}“ spricht ${speaks}, was dieses Labor nicht kennt: Verwenden Sie die machine.py aus dem Ordner dieses Labors.`,
  'machine-world': ({ command, asked, world }) =>
    `Von der Maschine „${command}“ waren ${asked} Prozesse verlangt, es sind ${world}. Starten Sie sie mit torchrun.`,
  'machine-failed': ({ ask, reason }) => `Die Maschine konnte nicht, was sie sollte (${ask}): ${reason}`,
  'machine-answer': ({ ask, lacks }) => `In der Antwort der Maschine auf ${ask} fehlt „${lacks}“.`,
  'no-timestamps': () => 'Dieses Gerät misst keine Zeiten, deshalb lässt sich kein Profil erstellen.',
  'store-failed': ({ what, reason }) => `${what} ließ sich nicht speichern: ${reason}`,
  'store-full': ({ what, usage }) =>
    `${what} ließ sich nicht speichern: Dieser Browser hat keinen Platz mehr für die Seite${usage === null ? '' : ` (${megabytes(usage.used)} von ${megabytes(usage.quota)} belegt)`}. Löschen Sie Läufe, Speicherpunkte oder Korpora, und setzen Sie den Lauf dann fort.`,
  'store-no-place': () =>
    'Dieser Browser gibt der Seite keinen Platz für Dateien von der Größe eines Modells; oft liegt es an einem privaten Fenster.',
  'store-no-corpus': ({ corpus }) => `Es gibt kein Korpus „${corpus}“, in das Dokumente kommen könnten.`,
}

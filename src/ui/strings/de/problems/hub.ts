// Deutsch: was ein Server oder das Netz tat, statt eine Datei zu geben.
import type { WordsOf } from '../../../../problems'
import type { hub as english } from '../../../../problems/english/hub'

const size = (bytes: number): string =>
  bytes < 1e8 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(1)} GB`

export const hub: WordsOf<typeof english> = {
  'hub-name': ({ text }) =>
    `„${text}“ nennt kein Modell. Schreiben Sie owner/name, owner/name/datei.gguf, oder die Adresse der Seite eines Modells oder einer GGUF-Datei.`,
  'hub-gated': ({ host, what, status }) =>
    `${host} gibt ${what} nur denen, die seine Bedingungen angenommen haben (${status}). Nehmen Sie sie auf der Seite des Modells an, laden Sie die Dateien dort herunter, und legen Sie sie hier ab.`,
  'hub-private': ({ host, what }) =>
    `${host} hat kein ${what}, oder es ist privat (401). Prüfen Sie die Schreibweise; ein privates Modell laden Sie dort angemeldet herunter und legen es hier ab.`,
  'hub-missing': ({ host, what, status }) =>
    `${host} hat kein ${what} (${status}). Prüfen Sie Besitzer, Name und Datei.`,
  'hub-busy': ({ host, what, status }) =>
    `${host} konnte ${what} auch nach mehreren Versuchen nicht liefern (${status}). Was schon da ist, bleibt; setzen Sie den Download später fort.`,
  'hub-refused': ({ host, what, status }) =>
    `${host} antwortete auf die Anfrage nach ${what} mit ${status}. Was schon da ist, bleibt.`,
  'hub-offline': ({ host, what, reason }) =>
    `${host} war für ${what} nicht zu erreichen (${reason}). Prüfen Sie die Verbindung, und ob diese Seite den Server fragen darf. Was schon da ist, bleibt, und von dort geht es weiter.`,
  'hub-cut': ({ host, what, done, all }) =>
    `${host} brach ${what} mehrmals nach ${done} von ${all} Bytes ab. Was schon da ist, bleibt; setzen Sie den Download später fort.`,
  'hub-hash': ({ what }) =>
    `Die Prüfsumme von ${what} stimmt nicht mit der des Servers überein. Die Datei wurde verworfen; laden Sie sie noch einmal, und misstrauen Sie dem Netz, wenn es wieder geschieht.`,
  'hub-size': ({ what, all }) =>
    `${what} ist länger als die ${all} Bytes, die sein Server nennt. Die Datei wurde verworfen; laden Sie sie noch einmal.`,
  'hub-full': ({ what, needs, free }) =>
    `Für ${what} ist kein Platz: Es fehlen noch ${size(needs)}${free === null ? '' : `, und ${size(free)} sind frei`}. Löschen Sie Modelle, Läufe oder Korpora, die Sie nicht mehr brauchen, und setzen Sie den Download dann fort; was schon da ist, bleibt.`,
  'hub-listing': ({ url }) =>
    `${url} ist keine Liste von Dateien eines Modells. Ist es die Adresse eines Hubs?`,
  'hub-listing-json': ({ url, reason }) =>
    `${url} ist keine Liste von Dateien eines Modells (${reason}). Ist es die Adresse eines Hubs?`,
  'hub-no-file': ({ model, file, others }) =>
    `${model} hat keine Datei ${file}.${others === '' ? '' : ` Es hat ${others}.`}`,
  'hub-parts': ({ file, count, listed }) =>
    `${file} ist einer von ${count} Teilen eines Modells, und da ${listed === 1 ? 'ist' : 'sind'} ${listed}. Nennen Sie eine andere Datei.`,
  'hub-choose': ({ model, count, first, files }) =>
    `${model} hat ${count} GGUF-Dateien. Nennen Sie eine, wie ${model}/${first}: ${files}.`,
  'hub-no-model': ({ model }) =>
    `${model} hat weder eine GGUF-Datei noch config.json mit safetensors, also ist es kein Modell, das hier gelesen wird.`,
  'hub-index': ({ index }) => `${index} sagt nicht, in welcher Datei jeder Tensor steht.`,
  'hub-shard': ({ index, shard }) => `${index} nennt das Stück ${shard}, und das ist nicht da.`,
}

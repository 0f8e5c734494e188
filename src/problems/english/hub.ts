// What a server or the network did instead of giving a file of a model, and what is not to be had there.

const size = (bytes: number): string =>
  bytes < 1e8 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(1)} GB`

type AskedOf = {
  /** Of the server. */
  readonly host: string
  /** The file or listing that was asked for. */
  readonly what: string
}

export const hub = {
  'hub-name': ({ text }: { text: string }) =>
    `"${text}" names no model. Write owner/name, owner/name/file.gguf, or the address of a model's page or of a GGUF file.`,
  'hub-gated': ({ host, what, status }: AskedOf & { status: number }) =>
    `${host} gives ${what} only to those who accepted its terms (${status}). Accept them on the model's page, download the files there, and drop them here.`,
  'hub-private': ({ host, what }: AskedOf) =>
    `${host} has no ${what}, or it is private (401). Check the spelling; a private model has to be downloaded while logged in there, and dropped here.`,
  'hub-missing': ({ host, what, status }: AskedOf & { status: number }) =>
    `${host} has no ${what} (${status}). Check owner, name and file.`,
  'hub-busy': ({ host, what, status }: AskedOf & { status: number }) =>
    `${host} could not give ${what} just now (${status}), asked several times. What was downloaded is kept; try again later.`,
  'hub-refused': ({ host, what, status }: AskedOf & { status: number }) =>
    `${host} answered ${status} when asked for ${what}. What was downloaded is kept.`,
  'hub-offline': ({ host, what, reason }: AskedOf & { reason: string }) =>
    `${host} could not be reached for ${what} (${reason}). Check the connection and whether this page may ask that server; what was downloaded is kept, and the download resumes from there.`,
  'hub-cut': ({ host, what, done, all }: AskedOf & { done: number; all: number }) =>
    `${host} ended ${what} after ${done} of ${all} bytes, several times. What was downloaded is kept; try again later.`,
  'hub-hash': ({ what }: { what: string }) =>
    `${what} is not what its server says it is: the hash differs. What came was thrown away; download it again, and distrust the network if it happens twice.`,
  'hub-size': ({ what, all }: { what: string; all: number }) =>
    `${what} is longer than the ${all} bytes that its server says. What came was thrown away; download it again.`,
  /** Bytes; `free` null where the platform does not say. */
  'hub-full': ({ what, needs, free }: { what: string; needs: number; free: number | null }) =>
    `There is no room for ${what}: ${size(needs)} are still to come${free === null ? '' : `, and ${size(free)} are free`}. Remove models, runs or corpora that are no longer needed, then resume; what was downloaded is kept.`,
  'hub-listing': ({ url }: { url: string }) =>
    `${url} is no list of a model's files. Is it the address of a hub?`,
  'hub-listing-json': ({ url, reason }: { url: string; reason: string }) =>
    `${url} is no list of a model's files (${reason}). Is it the address of a hub?`,
  /** `others`: the GGUF files that it has, in one line; empty for none. */
  'hub-no-file': ({ model, file, others }: { model: string; file: string; others: string }) =>
    `${model} has no file ${file}.${others === '' ? '' : ` It has ${others}.`}`,
  'hub-parts': ({ file, count, listed }: { file: string; count: number; listed: number }) =>
    `${file} is one part of ${count} of a model, and ${listed} of them ${listed === 1 ? 'is' : 'are'} there. Name another file.`,
  'hub-choose': (values: { model: string; count: number; first: string; files: string }) =>
    `${values.model} has ${values.count} GGUF files. Name one of them, as ${values.model}/${values.first}: ${values.files}.`,
  'hub-no-model': ({ model }: { model: string }) =>
    `${model} has neither a GGUF file nor config.json with safetensors, so it is no model that the lab reads.`,
  'hub-index': ({ index }: { index: string }) => `${index} does not say in which file each tensor is.`,
  'hub-shard': ({ index, shard }: { index: string; shard: string }) =>
    `${index} names the shard ${shard}, which is not there.`,
}

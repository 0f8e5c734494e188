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
    `"${text}" is not the name of a model. Write owner/name, owner/name/file.gguf, or the address of a model's page or of a GGUF file.`,
  'hub-gated': ({ host, what, status }: AskedOf & { status: number }) =>
    `${host} gives ${what} only to people who have accepted its terms (${status}). Accept them on the model's page, download the files there, and drop them here.`,
  'hub-private': ({ host, what }: AskedOf) =>
    `${host} has no ${what}, or it is private (401). Check the spelling; for a private model, log in there, download it, and drop it here.`,
  'hub-missing': ({ host, what, status }: AskedOf & { status: number }) =>
    `${host} has no ${what} (${status}). Check owner, name and file.`,
  'hub-busy': ({ host, what, status }: AskedOf & { status: number }) =>
    `${host} could not provide ${what} (${status}) after several attempts. What was downloaded is kept; try again later.`,
  'hub-refused': ({ host, what, status }: AskedOf & { status: number }) =>
    `${host} answered ${status} when asked for ${what}. What was downloaded is kept.`,
  'hub-offline': ({ host, what, reason }: AskedOf & { reason: string }) =>
    `${host} could not be reached for ${what} (${reason}). Check the connection and whether this page may ask that server; what was downloaded is kept, and the download resumes from there.`,
  'hub-cut': ({ host, what, done, all }: AskedOf & { done: number; all: number }) =>
    `${host} broke off ${what} after ${done} of ${all} bytes, several times. What was downloaded is kept; try again later.`,
  'hub-hash': ({ what }: { what: string }) =>
    `${what} does not match its server’s hash, so it was discarded. Download it again; if this happens twice, do not trust the network.`,
  'hub-size': ({ what, all }: { what: string; all: number }) =>
    `${what} is longer than the ${all} bytes that its server announced, so it was discarded. Download it again.`,
  /** Bytes; `free` null where the platform does not say. */
  'hub-full': ({ what, needs, free }: { what: string; needs: number; free: number | null }) =>
    `There is no room for ${what}: ${size(needs)} are still to come${free === null ? '' : `, and ${size(free)} are free`}. Delete models, runs or corpora you no longer need, then resume; what was downloaded is kept.`,
  'hub-listing': ({ url }: { url: string }) =>
    `${url} is not a list of a model's files. Is it the address of a hub?`,
  'hub-listing-json': ({ url, reason }: { url: string; reason: string }) =>
    `${url} is not a list of a model's files (${reason}). Is it the address of a hub?`,
  /** `others`: the GGUF files that it has, in one line; empty for none. */
  'hub-no-file': ({ model, file, others }: { model: string; file: string; others: string }) =>
    `${model} has no file ${file}.${others === '' ? '' : ` It has ${others}.`}`,
  'hub-parts': ({ file, count, listed }: { file: string; count: number; listed: number }) =>
    `${file} is one part of ${count} of a model, but only ${listed} of them ${listed === 1 ? 'is' : 'are'} there. Choose another file.`,
  'hub-choose': (values: { model: string; count: number; first: string; files: string }) =>
    `${values.model} has ${values.count} GGUF files. Choose one, such as ${values.model}/${values.first}: ${values.files}.`,
  'hub-no-model': ({ model }: { model: string }) =>
    `${model} has neither a GGUF file nor config.json with safetensors, so SPICE Lab cannot read it.`,
  'hub-index': ({ index }: { index: string }) => `${index} does not say in which file each tensor is.`,
  'hub-shard': ({ index, shard }: { index: string; shard: string }) =>
    `${index} names the shard ${shard}, which is missing.`,
}

// What the engine refuses, what stops a run, and what is said of a run in its note.

import type { Cause } from '../cause'

const bytes = (count: number): string =>
  count >= 1e9 ? `${(count / 1e9).toFixed(1)} GB` : `${(count / 1e6).toFixed(1)} MB`
const gigabytes = (count: number): string => `${(count / 1e9).toFixed(count < 1e9 ? 2 : 1)} GB`

export const engine = {
  /** Of the code or a library, in its own words. */
  engine: ({ message }: { message: string }) => message,
  'engine-start': ({ reason }: { reason: string }) => `The engine could not start: ${reason}`,
  'other-tab': () =>
    'SPICE Lab is open in another tab, so this one is read-only. Close the other tab, or continue there.',
  busy: () => 'A run is playing. Pause it first.',
  'busy-corpus': () => 'The run that is playing uses this corpus. Pause it first.',
  'no-run': () => 'No run is open. Make one or open one first.',
  'no-such-run': ({ run }: { run: string }) => `There is no run "${run}".`,
  'no-corpus': () => 'A run needs a corpus: add files, or choose a starter corpus.',
  'no-such-corpus': ({ corpus }: { corpus: string }) => `There is no corpus "${corpus}".`,
  'no-checkpoint': ({ checkpoint }: { checkpoint: string }) => `The run has no checkpoint "${checkpoint}".`,
  'no-checkpoint-of-run': ({ run, checkpoint }: { run: string; checkpoint: string }) =>
    `The run "${run}" has no checkpoint "${checkpoint}".`,
  'no-checkpoint-any-more': ({ checkpoint }: { checkpoint: string }) =>
    `The run no longer has checkpoint "${checkpoint}".`,
  'no-checkpoint-yet': () => 'This run has no checkpoint yet. The first one is saved after warm-up training.',
  'no-contender': ({ name }: { name: string }) => `"${name}": its checkpoint is no longer stored.`,
  'no-warm-checkpoint': () =>
    'A fixed Challenger uses the weights from the end of warm-up training, and that checkpoint is gone. Let the Challenger be the model that learns, or start a new run.',
  'checkpoint-gone': ({ checkpoint }: { checkpoint: string }) =>
    `The file of checkpoint "${checkpoint}" is missing.`,
  'checkpoint-damaged': ({ checkpoint, cause }: { checkpoint: string; cause: Cause }) =>
    `Checkpoint "${checkpoint}" is damaged: ${cause.message}`,
  'checkpoint-vocabulary': ({ vocabulary, size }: { vocabulary: number; size: number }) =>
    `The checkpoint's model has ${vocabulary} tokens, but its tokenizer has ${size}.`,
  'weights-elsewhere': ({ model }: { model: string }) =>
    `The checkpoint is not a complete model: it holds only what was learned on top of "${model}". Give that model as its base.`,
  'no-documents': () => 'The chosen corpora contain no documents. Add files to one of them first.',
  'no-passages': () =>
    'The documents of the chosen corpora give no passages: they are empty, too short, or contain only stories whose answer type is switched off. Add documents, or allow more answer types.',
  'no-endpoint': () =>
    'A remote Challenger needs the address of an OpenAI-compatible endpoint, and none was named.',
  'endpoint-address': ({ address }: { address: string }) =>
    `"${address}" is no address of a server. It looks like http://localhost:8080/v1.`,
  'endpoint-model': ({ host }: { host: string }) =>
    `The server at ${host} has to be told which model to use; none was named.`,
  'endpoint-key': ({ host }: { host: string }) =>
    `The key would be sent to ${host} unencrypted, where others could read it. Use an https:// address.`,
  'ask-empty': () => 'The question is empty. Write one first.',
  'ask-long': ({ characters, limit }: { characters: number; limit: number }) =>
    `The question has ${characters} characters; at most ${limit} can be asked.`,
  'ask-tokens': ({ tokens, limit }: { tokens: number; limit: number }) =>
    `The question is ${tokens} tokens long; this model reads ${limit}.`,
  'look-long': ({ tokens, limit }: { tokens: number; limit: number }) =>
    `The sequence has ${tokens} tokens; this model can read 1 to ${limit} here.`,
  'look-tokens': () =>
    'The sequence has a token that this model does not know: the episode comes from another model.',
  'arena-empty': () => 'An arena needs at least one Challenger and one Reasoner.',
  'trial-empty': ({ seat }: { seat: string }) => `Choose at least one ${seat} first.`,
  'trial-many': ({ count, seat, limit }: { count: number; seat: string; limit: number }) =>
    `${count} checkpoints were chosen as ${seat}; at most ${limit} play at once.`,
  'no-model': ({ model }: { model: string }) =>
    `The model "${model}" is not stored here. Add it again under Models, with that name.`,
  'no-models-here': ({ model }: { model: string }) =>
    `This run plays with the model "${model}", and published models cannot be opened here.`,
  'model-part': ({ model }: { model: string }) =>
    `Only part of the model "${model}" is here. Resume its download under Models.`,
  'model-file': ({ file }: { file: string }) =>
    `${file} is gone: the browser has deleted it. Delete the model and add it again.`,
  'model-known': ({ model }: { model: string }) =>
    `There is a model "${model}" already. Delete it first, or rename the file.`,
  'model-downloaded': ({ model }: { model: string }) =>
    `There is a model "${model}" already. Delete it first to download it again.`,
  /** Bytes. */
  'model-room': ({ model, needs, free }: { model: string; needs: number; free: number }) =>
    `There is no room for ${model}: it needs ${(needs / 1e6).toFixed(0)} MB, and ${(free / 1e6).toFixed(0)} MB are free. Delete models, runs or corpora that are no longer needed.`,
  'no-download': () => 'Models cannot be downloaded here.',
  'no-models': () => 'Published models cannot be stored here.',
  'model-changed': ({ model, first }: { model: string; first: string }) =>
    `This run started with the model "${first}", not "${model}". Give that one.`,
  'no-base': ({ model }: { model: string }) =>
    `The checkpoint builds on the model "${model}": give that as its base.`,
  'no-weights': () => 'The checkpoint contains no weights.',
  'export-adapter': () => 'An adapter is exported from one checkpoint of a run, a .safetensors file.',
  'export-no-adapter': () =>
    'This checkpoint has no adapter: all weights were trained, or nothing yet. Export it whole.',
  'adapter-settings': (values: { rank: number; alpha: number; targets: readonly string[] }) =>
    `The checkpoint is an adapter of rank ${values.rank} and alpha ${values.alpha} on ${values.targets.join(', ')} for a published model. Train an adapter with the same settings, or start from the model itself.`,
  'adapter-base': () =>
    'An adapter needs trained weights under it. Start from built-in weights or a checkpoint, or train all weights.',
  'model-prompts': () =>
    "A published model does not know the compact prompts, which the lab's own models learn in warm-up training. Choose the paper's prompts.",
  'model-world': () => "Programs can be played only by the lab's own models. Play on passages.",
  'model-examples': () =>
    "Warm-up examples are only for the lab's own models. Let the update learn from play.",
  'model-no-examples': ({ prompts }: { prompts: string }) =>
    `There are no examples in the ${prompts} prompts: choose game.prompts brief or the game of gaps, or skip warm-up training.`,
  'model-warm-start': () =>
    'A published model has no warm-up training, so a run cannot start from such a checkpoint.',
  'import-zip': ({ reason }: { reason: string }) =>
    `The file is not a SPICE Lab run: it is not a complete zip file (${reason}).`,
  'import-kind': () => 'The file is not a SPICE Lab run: its manifest does not say so.',
  'import-run': () => 'The file has no record of its run.',
  'import-record': () => 'The record of the run in the file has no id, name or configuration.',
  'import-no-part': ({ name }: { name: string }) =>
    `The file is damaged: its ${name} is missing. Save or download it again.`,
  'import-no-checkpoint': ({ checkpoint }: { checkpoint: string }) =>
    `The file is missing its checkpoint "${checkpoint}".`,
  'import-checkpoint': ({ checkpoint, cause }: { checkpoint: string; cause: Cause }) =>
    `Checkpoint "${checkpoint}" of the file: ${cause.message}`,
  'import-content': ({ reason }: { reason: string }) => `The run in the file cannot be read: ${reason}.`,
  /** Bytes. `over`: which of the two limits; `instead`: the settings that would fit, null for none. */
  plan: (values: PlanValues) => {
    const { total, room, buffer, binding, weights, training, activations, sampling, instead } = values
    const why =
      values.over === 'total' && room !== null
        ? `The run needs ${gigabytes(total)} on the device (weights ${gigabytes(weights)}, gradients and optimizer ${gigabytes(training)}, activations ${gigabytes(activations)}, sampling ${gigabytes(sampling)}), and ${gigabytes(room)} are available.`
        : `The run needs one buffer of ${gigabytes(buffer)}, and this device binds at most ${gigabytes(binding)}.`
    return instead === null
      ? `${why} No setting makes it fit: choose a smaller model.`
      : `${why} It would fit with ${instead.settings} (${gigabytes(instead.total)}).`
  },
  /** Bytes in use and allowed, where known; runs with checkpoints that can go, the largest first. */
  quota: ({ usage, runs }: Freeable) => {
    const listed = runs.map(
      ({ name, count, size }) =>
        `"${name}" has ${count} ${count === 1 ? 'checkpoint' : 'checkpoints'} of ${bytes(size)}`,
    )
    return [
      'Storage is full, so the run was paused. Delete checkpoints, old runs or corpora you no longer need, then resume.',
      ...(usage === null ? [] : [`${bytes(usage.used)} of ${bytes(usage.quota)} are in use.`]),
      ...(listed.length === 0 ? [] : [`What could be deleted: ${listed.join('; ')}.`]),
    ].join(' ')
  },
  'note-corpus-changed': () =>
    'The corpus changed after this run started, so the same seed no longer reproduces it.',
  /** Rounds before which episodes were thinned; 0 for none. */
  'note-thinned': ({ lean, bare }: { lean: number; bare: number }) => {
    const parts = [
      ...(bare > 0 ? [`rounds before ${bare} are kept without their tokens`] : []),
      ...(lean > bare ? [`rounds before ${lean} are kept without the most likely tokens`] : []),
    ]
    return `To keep within the budget for episodes, ${parts.join(' and ')}.`
  },
  'note-with-passages': () => 'This file contains passages from the corpus, word for word.',
  'note-without-passages': () =>
    'Passages from the corpus were left out. Questions and answers based on them are included.',
}

type PlanValues = {
  readonly over: 'total' | 'binding'
  readonly total: number
  readonly room: number | null
  readonly buffer: number
  readonly binding: number
  readonly weights: number
  readonly training: number
  readonly activations: number
  readonly sampling: number
  readonly instead: { readonly settings: string; readonly total: number } | null
}

type Freeable = {
  readonly usage: { readonly used: number; readonly quota: number } | null
  readonly runs: readonly { readonly name: string; readonly count: number; readonly size: number }[]
}

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
    'The lab is open in another tab, which writes. Close that tab, or use it; this one only reads.',
  busy: () => 'A run is being played. Pause it first.',
  'busy-corpus': () => 'The run that is being played reads this corpus. Pause it first.',
  'no-run': () => 'No run is open. Make one or open one first.',
  'no-such-run': ({ run }: { run: string }) => `There is no run "${run}".`,
  'no-corpus': () => 'A run needs a corpus: add files, or take a starter corpus.',
  'no-such-corpus': ({ corpus }: { corpus: string }) => `There is no corpus "${corpus}".`,
  'no-checkpoint': ({ checkpoint }: { checkpoint: string }) => `The run has no checkpoint "${checkpoint}".`,
  'no-checkpoint-of-run': ({ run, checkpoint }: { run: string; checkpoint: string }) =>
    `The run "${run}" has no checkpoint "${checkpoint}".`,
  'no-checkpoint-any-more': ({ checkpoint }: { checkpoint: string }) =>
    `The run has no checkpoint "${checkpoint}" any more.`,
  'no-checkpoint-yet': () => 'This run has no checkpoint yet. The first one is saved after the warm start.',
  'no-contender': ({ name }: { name: string }) => `"${name}": its checkpoint is not kept any more.`,
  'no-warm-checkpoint': () =>
    'A fixed Challenger has the weights of the end of the warm start, and that checkpoint is gone. Let the Challenger be the model that learns, or begin a new run.',
  'checkpoint-gone': ({ checkpoint }: { checkpoint: string }) =>
    `The file of checkpoint "${checkpoint}" is missing.`,
  'checkpoint-damaged': ({ checkpoint, cause }: { checkpoint: string; cause: Cause }) =>
    `Checkpoint "${checkpoint}" is damaged: ${cause.message}`,
  'checkpoint-vocabulary': ({ vocabulary, size }: { vocabulary: number; size: number }) =>
    `The checkpoint's model has ${vocabulary} tokens, its tokenizer ${size}.`,
  'weights-elsewhere': ({ model }: { model: string }) =>
    `The checkpoint holds no whole model: its weights are those of "${model}", and what was learned stands beside them. Give that model as its base.`,
  'no-documents': () => 'The chosen corpora hold no documents. Add files to one of them first.',
  'no-passages': () =>
    'The documents of the chosen corpora give no passages: they are empty, too short, or tell only stories whose type of answer is not in play. Add documents, or allow more types of answer.',
  'no-endpoint': () =>
    'A remote Challenger needs the address of an OpenAI-compatible endpoint, and none was named.',
  'endpoint-address': ({ address }: { address: string }) =>
    `"${address}" is no address of a server. It looks like http://localhost:8080/v1.`,
  'endpoint-model': ({ host }: { host: string }) =>
    `The server at ${host} has to be told which model to use; none was named.`,
  'endpoint-key': ({ host }: { host: string }) =>
    `The key would go to ${host} without encryption, for everybody on the way to read. Give an address with https://.`,
  'ask-empty': () => 'The question is empty. Write one first.',
  'ask-long': ({ characters, limit }: { characters: number; limit: number }) =>
    `The question has ${characters} characters; at most ${limit} can be asked.`,
  'ask-tokens': ({ tokens, limit }: { tokens: number; limit: number }) =>
    `The question is ${tokens} tokens long; this model reads ${limit}.`,
  'look-long': ({ tokens, limit }: { tokens: number; limit: number }) =>
    `The sequence has ${tokens} tokens; this model reads 1 to ${limit} here.`,
  'look-tokens': () =>
    'The sequence has a token that this model does not know: the episode is of another model.',
  'arena-empty': () => 'An arena needs at least one Challenger and one Reasoner.',
  'trial-empty': ({ seat }: { seat: string }) => `Choose at least one ${seat} first.`,
  'trial-many': ({ count, seat, limit }: { count: number; seat: string; limit: number }) =>
    `${count} checkpoints were chosen as ${seat}; at most ${limit} play at once.`,
  'no-model': ({ model }: { model: string }) =>
    `The model "${model}" is not kept here. Bring it in again, under Models, by that name.`,
  'no-models-here': ({ model }: { model: string }) =>
    `This run plays with the model "${model}", and published models cannot be opened here.`,
  'model-part': ({ model }: { model: string }) =>
    `Only a part of the model "${model}" is here. Go on with its download, under Models.`,
  'model-file': ({ file }: { file: string }) =>
    `${file} is not there any more: the browser has cleared it. Delete the model and bring it in again.`,
  'model-known': ({ model }: { model: string }) =>
    `There is a model "${model}" already. Delete it first, or rename the file.`,
  'model-downloaded': ({ model }: { model: string }) =>
    `There is a model "${model}" already. Delete it first, to bring it in anew.`,
  /** Bytes. */
  'model-room': ({ model, needs, free }: { model: string; needs: number; free: number }) =>
    `There is no room for ${model}: it has ${(needs / 1e6).toFixed(0)} MB, and ${(free / 1e6).toFixed(0)} MB are free. Remove models, runs or corpora that are no longer needed.`,
  'no-download': () => 'Models cannot be downloaded here.',
  'no-models': () => 'Published models cannot be kept here.',
  'model-changed': ({ model, first }: { model: string; first: string }) =>
    `"${model}" is not the model that this run began with, which was "${first}". Give that one.`,
  'no-base': ({ model }: { model: string }) =>
    `The checkpoint stands beside the model "${model}": give that as its base.`,
  'no-weights': () => 'The checkpoint holds no weights.',
  'export-adapter': () => 'An adapter is exported from one checkpoint of a run, a .safetensors file.',
  'export-no-adapter': () =>
    'This checkpoint has no adapter: all weights were trained, or nothing yet. Export it whole.',
  'adapter-settings': (values: { rank: number; alpha: number; targets: readonly string[] }) =>
    `The checkpoint is an adapter of rank ${values.rank} and alpha ${values.alpha} on ${values.targets.join(', ')} beside a published model. Train an adapter like it, or begin with the model itself.`,
  'adapter-base': () =>
    'An adapter stands beside weights that have learned already. Begin with built-in weights or a checkpoint, or train all weights.',
  'model-prompts': () =>
    "A published model does not know the compact prompts, which the lab's own learn in their warm start. Choose the prompts of the paper.",
  'model-world': () => "The world of programs has prompts for the lab's own models alone. Play on passages.",
  'model-examples': () =>
    "Examples of the warm start are for the lab's own models. Let the update learn from play.",
  'model-no-examples': ({ prompts }: { prompts: string }) =>
    `There are no examples in the ${prompts} prompts: choose game.prompts brief or the game of gaps, or leave the warm start out.`,
  'model-warm-start': () => 'A published model has no warm start: its checkpoint cannot be begun with.',
  'import-zip': ({ reason }: { reason: string }) =>
    `The file is not a run of the lab: it is no whole zip file (${reason}).`,
  'import-kind': () => 'The file is not a run of the lab: its manifest does not say so.',
  'import-run': () => 'The run in the file has no record.',
  'import-record': () => 'The record of the run in the file has no id, name or configuration.',
  'import-no-part': ({ name }: { name: string }) =>
    `The file lacks its ${name}: it is damaged. Save or fetch it anew.`,
  'import-no-checkpoint': ({ checkpoint }: { checkpoint: string }) =>
    `The file lacks its checkpoint "${checkpoint}".`,
  'import-checkpoint': ({ checkpoint, cause }: { checkpoint: string; cause: Cause }) =>
    `Checkpoint "${checkpoint}" of the file: ${cause.message}`,
  'import-content': ({ reason }: { reason: string }) => `The run in the file cannot be read: ${reason}.`,
  /** Bytes. `over`: which of the two limits; `instead`: the settings that would fit, null for none. */
  plan: (values: PlanValues) => {
    const { total, room, buffer, binding, weights, training, activations, sampling, instead } = values
    const why =
      values.over === 'total' && room !== null
        ? `The run needs ${gigabytes(total)} on the device (weights ${gigabytes(weights)}, gradients and optimizer ${gigabytes(training)}, activations ${gigabytes(activations)}, sampling ${gigabytes(sampling)}), and ${gigabytes(room)} are there.`
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
      'The storage is full, so the run was paused. Remove checkpoints, old runs or corpora that are no longer needed, then resume.',
      ...(usage === null ? [] : [`${bytes(usage.used)} of ${bytes(usage.quota)} are in use.`]),
      ...(listed.length === 0 ? [] : [`What can go: ${listed.join('; ')}.`]),
    ].join(' ')
  },
  'note-corpus-changed': () =>
    'The corpus changed after this run began, so from there on it is not the run that its seed would give.',
  /** Rounds before which episodes were thinned; 0 for none. */
  'note-thinned': ({ lean, bare }: { lean: number; bare: number }) => {
    const parts = [
      ...(bare > 0 ? [`rounds before ${bare} are kept without their tokens`] : []),
      ...(lean > bare ? [`rounds before ${lean} are kept without the likeliest tokens`] : []),
    ]
    return `To keep within the budget for episodes, ${parts.join(' and ')}.`
  },
  'note-with-passages': () => 'This file contains passages of the corpus, word for word.',
  'note-without-passages': () =>
    'Passages of the corpus were left out; questions and answers, which were made of them, are here.',
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

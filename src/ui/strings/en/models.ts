// English: models of others.
import type { TrainingMethod } from '../../../protocol/modelRecord'

export const models = {
  title: 'Models',
  lead: 'Models of others, to train in place of the built-in one: Llama, Qwen2 and Qwen3, as a GGUF file or a Hugging Face folder.',
  addTitle: 'Drop a model here',
  addKinds:
    'One .gguf file, or a folder with config.json, tokenizer.json and .safetensors. It is copied into this browser.',
  pickFile: 'Choose a GGUF file',
  pickFolder: 'Choose a folder',
  hubTitle: 'Download from the hub',
  hubLabel: 'Name or address',
  hubHint:
    'owner/name, owner/name/file.gguf, or the address of a page on huggingface.co. This is the one request that leaves for another place; nothing of yours goes with it.',
  download: 'Download',
  goOn: 'Go on',
  cancel: 'Cancel',
  coming: 'Coming in',
  ofBytes: (done: string, total: string, percent: string) => `${done} of ${total}, ${percent}`,
  kept: 'Kept in this browser',
  none: 'No model yet.',
  part: 'Only a part is here.',
  family: 'Family',
  parameters: 'Parameters',
  size: 'Size',
  added: 'Added',
  from: 'From',
  own: 'A file of your own',
  hash: 'SHA-256',
  hashChecked: 'as the server says',
  hashComputed: 'computed here',
  files: (n: string) => `${n} files`,
  memory: 'Memory to train it',
  memoryHint: '2,048 tokens, eight attempts, rank 16',
  fittings: {
    'all weights': 'All weights',
    'LoRA, 16 bits': 'LoRA, 16 bits',
    'LoRA, 8 bits': 'LoRA, 8 bits',
    'LoRA, 4 bits': 'LoRA, 4 bits',
  } satisfies Record<TrainingMethod, string>,
  seat: 'Seat it in a run',
  remove: 'Delete',
  removeSure: (name: string, size: string) =>
    `Delete “${name}” (${size})? Runs that began with it need it to go on.`,
  keep: 'Keep it',
  plan: (total: string) => `This run takes about ${total} of the device’s memory`,
  planParts: (weights: string, optimizer: string, activations: string, sampling: string) =>
    `weights ${weights}, gradients and optimizer ${optimizer}, activations ${activations}, sampling ${sampling}`,
  planning: 'Working out the memory that this run takes …',
}

// English: a person's own and downloaded models.
import type { TrainingMethod } from '../../../protocol/modelRecord'

export const models = {
  title: 'Models',
  lead: 'Bring your own model and train it in place of the built-in one: Llama, Qwen2 and Qwen3, as a GGUF file or a Hugging Face folder.',
  addTitle: 'Drop a model here',
  addKinds:
    'One .gguf file, or a folder with config.json, tokenizer.json and .safetensors. It is copied into this browser.',
  pickFile: 'Choose a GGUF file',
  pickFolder: 'Choose a folder',
  hubTitle: 'Download from Hugging Face',
  hubLabel: 'Name or address',
  hubHint:
    'owner/name, owner/name/file.gguf, or the address of a page on huggingface.co. This is the only network request; none of your data is sent.',
  download: 'Download',
  goOn: 'Resume',
  cancel: 'Cancel',
  coming: 'Downloading',
  ofBytes: (done: string, total: string, percent: string) => `${done} of ${total}, ${percent}`,
  kept: 'Stored in this browser',
  none: 'No model yet.',
  part: 'Download incomplete.',
  family: 'Family',
  parameters: 'Parameters',
  size: 'Size',
  added: 'Added',
  from: 'From',
  own: 'Your own file',
  hash: 'SHA-256',
  hashChecked: 'matches server',
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
  seat: 'Train this model',
  remove: 'Delete',
  removeSure: (name: string, size: string) =>
    `Delete “${name}” (${size})? Runs that started from it need it to resume.`,
  keep: 'Keep it',
  plan: (total: string) => `This run needs about ${total} of device memory`,
  planParts: (weights: string, optimizer: string, activations: string, sampling: string) =>
    `weights ${weights}, gradients and optimizer ${optimizer}, activations ${activations}, sampling ${sampling}`,
  planning: 'Estimating memory …',
}

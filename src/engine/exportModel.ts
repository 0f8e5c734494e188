// Any model that a person may give, as the files of a Hugging Face folder: what comes from GGUF is dequantised, a checkpoint
// of the lab becomes a Llama. No device is needed.
import { modelFolder, type Exportable, type ExportedFile } from '../checkpoint/exported'
import { trainedSource } from '../checkpoint/merged'
import { openModel } from '../checkpoint/opened'
import { ok, type Result } from '../base/result'
import type { NamedBlob } from '../formats/bytes'
import type { WrittenType } from '../formats/safetensors-stream'
import { asHuggingFaceTokenizer } from '../text/exportTokenizer'
import { readSnapshot } from './snapshot'

export type { ExportedFile, WrittenType }

async function exportable(files: readonly NamedBlob[]): Promise<Result<Exportable>> {
  const [only] = files
  if (only === undefined || files.length > 1 || !only.name.endsWith('.safetensors')) {
    const opened = await openModel(files)
    return opened.ok ? ok({ ...opened.value, tokenizer: opened.value.tokenizer.ok ? opened.value.tokenizer.value : null }) : opened
  }
  const snapshot = readSnapshot(new Uint8Array(await only.blob.arrayBuffer()))
  if (!snapshot.ok) return snapshot
  const { architecture, values, tokenizer } = snapshot.value
  return ok({ family: 'llama', architecture, weights: trainedSource(architecture, values), tokenizer: asHuggingFaceTokenizer(tokenizer.toJSON()), config: null })
}

export async function exportModel(files: readonly NamedBlob[], dtype: WrittenType): Promise<Result<ExportedFile[]>> {
  const model = await exportable(files)
  return model.ok ? modelFolder(model.value, dtype) : model
}

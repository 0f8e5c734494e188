// Any model that a person may give, as the files of a Hugging Face folder: what comes from GGUF is
// dequantised, a checkpoint of the lab becomes a Llama, or the family of the model that it began with. No
// device is needed.
import { ownArchitecture } from '../../checkpoint/architectures'
import { adapterFolder, modelFolder, type Exportable, type ExportedFile } from '../../checkpoint/modelFolders'
import { mergedSource, trainedSource } from '../../checkpoint/mergedSource'
import { openModel, type OpenedModel } from '../../checkpoint/openModel'
import { ok, type Result } from '../../base/result'
import { fail } from '../../problems'
import type { NamedBlob } from '../../formats/bytes'
import type { WrittenType } from '../../formats/safetensorsStream'
import { asHuggingFaceTokenizer } from '../../text/exportTokenizer'
import { Tokenizer } from '../../text/tokenizer'
import { baseOf } from '../runtime/publishedModel'
import { checkpointAmong, snapshotIn } from '../checkpoints/snapshot'
import { ownJson } from '../checkpoints/ownFolder'

export type { ExportedFile, WrittenType }

const exportableOf = (opened: OpenedModel): Exportable => ({
  ...opened,
  tokenizer: opened.tokenizer.ok ? opened.tokenizer.value : null,
})

async function exportable(
  files: readonly NamedBlob[],
  base: readonly NamedBlob[] | null,
): Promise<Result<Exportable>> {
  const checkpoint = checkpointAmong(files)
  if (checkpoint === null) {
    const opened = await openModel(files)
    return opened.ok ? ok(exportableOf(opened.value)) : opened
  }
  const snapshot = await snapshotIn(checkpoint)
  if (!snapshot.ok) return snapshot
  const beside = await baseOf(snapshot.value, base)
  if (!beside.ok) return beside
  const { architecture, values, tokenizer, adapter, published } = snapshot.value
  if (values !== null) {
    const own = tokenizer instanceof Tokenizer ? asHuggingFaceTokenizer(tokenizer.toJSON()) : tokenizer.files
    return ok({
      family: published?.family ?? ownArchitecture.name,
      architecture,
      weights: trainedSource(architecture, values),
      tokenizer: own,
      config: null,
      ...(tokenizer instanceof Tokenizer ? { own: ownJson(snapshot.value) } : {}),
    })
  }
  if (beside.value === null) return fail('no-weights')
  const model = exportableOf(beside.value)
  return ok(
    adapter === undefined
      ? model
      : {
          ...model,
          weights: mergedSource(model.weights, model.architecture, adapter.settings, adapter.values),
        },
  )
}

/** `base` is the model of others beside which a checkpoint's adapter stands. */
export async function exportModel(
  files: readonly NamedBlob[],
  dtype: WrittenType,
  base: readonly NamedBlob[] | null = null,
): Promise<Result<ExportedFile[]>> {
  const model = await exportable(files, base)
  return model.ok ? modelFolder(model.value, dtype) : model
}

/**
 * What a checkpoint learned beside its base, as a PEFT folder; `base` is where its readers will find that
 * base.
 */
export async function exportAdapter(
  files: readonly NamedBlob[],
  base: string | null,
): Promise<Result<ExportedFile[]>> {
  const checkpoint = checkpointAmong(files)
  if (checkpoint === null) return fail('export-adapter')
  const snapshot = await snapshotIn(checkpoint)
  if (!snapshot.ok) return snapshot
  const { architecture, adapter, published } = snapshot.value
  if (adapter === undefined) return fail('export-no-adapter')
  return ok(adapterFolder(architecture, adapter.settings, adapter.values, base ?? published?.name ?? ''))
}

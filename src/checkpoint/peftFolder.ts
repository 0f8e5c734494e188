// An adapter as peft's LoraModel saves it (adapter_config.json, adapter_model.safetensors), read back: its
// settings from the folder alone, its numbers once the model that it stands beside is known.

import { isJson, type Json } from '../base/jsonObject'
import { ok, type Result } from '../base/result'
import { adapterTargets, type AdapterSettings } from '../config/adapterSettings'
import type { Architecture } from '../config/architecture'
import { baseName, type NamedBlob } from '../formats/bytes'
import { openSafetensors } from '../formats/safetensorsFiles'
import { floatsOf, type TensorSource } from '../formats/tensors'
import { adapterLayoutOf, validateAdapter } from '../model/adapter'
import { fail } from '../problems'
import { readJson } from './openModel'
import { adapterRanges } from './tensorNames'

export interface PeftAdapter {
  readonly settings: AdapterSettings
  /** Where its base was found by whoever trained it. */
  readonly base: string
  readonly weights: TensorSource
}

const WEIGHTS = 'adapter_model.safetensors'
const TENSOR = /^base_model\.model\.model\.layers\.\d+\.(?:self_attn|mlp)\.([a-z]+_proj)\.lora_[AB]\.weight$/u

/** What an adapter of the lab has not: the first option that asks for it. */
function unknownOption(config: Json): readonly [option: string, value: unknown] | null {
  const isEmpty = (value: unknown): boolean =>
    value === undefined ||
    value === null ||
    value === false ||
    (typeof value === 'object' && Object.keys(value).length === 0)
  const bias = config['bias'] ?? 'none'
  if (bias !== 'none') return ['bias', bias]
  const options = ['use_dora', 'fan_in_fan_out', 'rank_pattern', 'alpha_pattern', 'modules_to_save'] as const
  const option = options.find((each) => !isEmpty(config[each]))
  return option === undefined ? null : [option, config[option]]
}

/** Reads headers alone. */
export async function openPeft(files: readonly NamedBlob[]): Promise<Result<PeftAdapter>> {
  const read = await readJson(files, 'adapter_config.json')
  if (!read.ok) return read
  const config = read.value
  const weights = files.filter(({ name }) => baseName(name) === WEIGHTS)
  if (!isJson(config) || weights.length !== 1) return fail('peft-folder')
  if (config['peft_type'] !== 'LORA') return fail('peft-kind', { kind: String(config['peft_type']) })
  const unknown = unknownOption(config)
  if (unknown !== null) return fail('peft-option', { option: unknown[0], value: JSON.stringify(unknown[1]) })
  const opened = await openSafetensors(weights)
  if (!opened.ok) return opened
  const { source } = opened.value
  const found = new Set<string>()
  for (const name of source.tensors.keys()) {
    const target = TENSOR.exec(name)?.[1]
    if (target === undefined) return fail('peft-tensor', { name, targets: adapterTargets })
    found.add(target)
  }
  const [rank, alpha] = [Number(config['r']), Number(config['lora_alpha'])]
  const settings: AdapterSettings = {
    rank,
    // rsLoRA (arXiv 2312.03732) scales by alpha / sqrt(rank).
    alpha: config['use_rslora'] === true ? alpha * Math.sqrt(rank) : alpha,
    targets: adapterTargets.filter((target) => found.has(target)),
  }
  const valid = validateAdapter(settings)
  const base = config['base_model_name_or_path']
  return valid.ok ? ok({ settings, base: typeof base === 'string' ? base : '', weights: source }) : valid
}

/** The adapter's arena beside a model of that shape. */
export async function peftValues(
  { settings, weights }: Pick<PeftAdapter, 'settings' | 'weights'>,
  architecture: Architecture,
): Promise<Result<Float32Array<ArrayBuffer>>> {
  const values = new Float32Array(adapterLayoutOf(architecture, settings).elements)
  const ranges = adapterRanges(architecture, settings)
  for (const { name, shape, offset } of ranges) {
    const info = weights.tensors.get(name)
    if (info === undefined) return fail('model-missing', { name })
    if (info.shape.join() !== shape.join())
      return fail('model-shape', { name, shape: info.shape, needs: shape })
    values.set(await floatsOf(weights, name), offset)
  }
  const extra = [...weights.tensors.keys()].find((name) => !ranges.some((range) => range.name === name))
  return extra === undefined ? ok(values) : fail('peft-tensor', { name: extra, targets: adapterTargets })
}

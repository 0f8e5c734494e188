// What is wrong with a file of weights, GGUF or safetensors. `part` names a part of it as the format does.

const gguf = (what: string): string => `This GGUF file cannot be read: ${what}.`
const tensor = (name: string, what: string): string => `Tensor "${name}" of the weights file ${what}.`

export const formats = {
  'gguf-header': ({ megabytes }: { megabytes: number }) => gguf(`its header is longer than ${megabytes} MB`),
  'gguf-number': ({ part, value }: { part: string; value: string }) =>
    gguf(`${part} is ${value}, which no model needs`),
  'gguf-length': ({ part, value, left }: { part: string; value: string; left: number }) =>
    gguf(`${part} is ${value}, more than the ${left} bytes after it can hold`),
  'gguf-many': ({ part, value, most }: { part: string; value: string; most: number }) =>
    gguf(`${part} is ${value}, and at most ${most} are read`),
  'gguf-type': ({ part, type }: { part: string; type: number }) =>
    gguf(`${part} is of the unknown type ${type}`),
  'gguf-list-type': ({ part, type }: { part: string; type: number }) =>
    gguf(`${part} is a list of the unknown type ${type}`),
  'gguf-depth': ({ part }: { part: string }) => gguf(`${part} is a list in a list in a list`),
  'gguf-short': ({ part }: { part: string }) => gguf(`the file ends inside ${part}; it may be cut off`),
  'gguf-magic': () => gguf('it does not begin with "GGUF"'),
  'gguf-endian': () => gguf('it was written for a big-endian machine'),
  'gguf-version': ({ version }: { version: number }) =>
    gguf(`it has version ${version}; versions 2 and 3 can be read`),
  'gguf-key-twice': ({ key }: { key: string }) => gguf(`it states "${key}" twice`),
  'gguf-tensor-twice': ({ name }: { name: string }) => gguf(`it has two tensors called "${name}"`),
  'gguf-unaligned': ({ name, offset, alignment }: { name: string; offset: number; alignment: number }) =>
    gguf(`tensor "${name}" begins at ${offset}, which is not a multiple of ${alignment}`),
  'gguf-beyond': ({ name, end, bytes }: { name: string; end: number; bytes: number }) =>
    gguf(`tensor "${name}" goes to byte ${end} of ${bytes}; the file may be cut off`),
  'gguf-overlap': ({ name }: { name: string }) => gguf(`tensor "${name}" overlaps another`),
  'gguf-alignment': ({ value }: { value: string }) =>
    gguf(`its alignment is ${value}, which is not a power of two`),
  'gguf-dimensions': ({ name, dimensions, limit }: { name: string; dimensions: number; limit: number }) =>
    gguf(`tensor "${name}" has ${dimensions} dimensions; 1 to ${limit} can be read`),
  'gguf-dtype': ({ name, type, known }: { name: string; type: string; known: readonly string[] }) =>
    gguf(`tensor "${name}" holds ${type}; ${known.join(', ')} can be read`),
  'gguf-shape': ({ name, shape }: { name: string; shape: readonly number[] }) =>
    gguf(`tensor "${name}" has the shape [${shape.join(', ')}]`),
  'gguf-blocks': (values: { name: string; columns: number; type: string; block: number }) =>
    gguf(
      `tensor "${values.name}" has rows of ${values.columns} numbers, but ${values.type} comes in blocks of ${values.block}`,
    ),
  'safetensors-json': ({ reason }: { reason: string }) =>
    `The header of the weights file is not JSON: ${reason}.`,
  'safetensors-object': () => 'The header of the weights file is not a JSON object.',
  'safetensors-text': () => 'The header of the weights file is not text.',
  'safetensors-duplicate': ({ name }: { name: string }) => `The weights file names "${name}" twice.`,
  'safetensors-other-file': ({ name }: { name: string }) =>
    `the tensor "${name}" is in another file of this model too.`,
  'safetensors-short': ({ bytes }: { bytes: number }) =>
    `The weights file has ${bytes} bytes; its header alone needs more. It may be cut off.`,
  'safetensors-header': ({ length }: { length: string }) =>
    `The weights file claims a header of ${length} bytes; it is not a safetensors file.`,
  'safetensors-header-cut': ({ length, bytes }: { length: string; bytes: number }) =>
    `The weights file claims a header of ${length} bytes but ends after ${bytes}. It may be cut off.`,
  'safetensors-metadata': () => 'The metadata of the weights file is not an object of strings.',
  'safetensors-metadata-value': ({ key }: { key: string }) =>
    `The metadata "${key}" of the weights file is not a string.`,
  'safetensors-entry': ({ name }: { name: string }) => tensor(name, 'is not described by an object'),
  'safetensors-dtype': ({ name, type }: { name: string; type: string }) =>
    tensor(name, `holds ${type}; only F32, F16 and BF16 can be read`),
  'safetensors-shape': ({ name }: { name: string }) =>
    tensor(name, 'has a shape that is not a list of whole numbers'),
  'safetensors-shape-size': ({ name, shape }: { name: string; shape: readonly number[] }) =>
    tensor(name, `has the shape [${shape.join(', ')}], more than the file can hold`),
  'safetensors-offsets': ({ name }: { name: string }) =>
    tensor(name, 'does not say from which byte to which it goes'),
  'safetensors-beyond': (values: { name: string; begin: number; end: number; bytes: number }) =>
    tensor(values.name, `goes from byte ${values.begin} to ${values.end} of ${values.bytes}`),
  'safetensors-size': (values: {
    name: string
    bytes: number
    shape: readonly number[]
    type: string
    needs: number
  }) =>
    tensor(
      values.name,
      `has ${values.bytes} bytes, but its shape [${values.shape.join(', ')}] of ${values.type} needs ${values.needs}`,
    ),
  'safetensors-overlap': ({ name }: { name: string }) => tensor(name, 'overlaps another'),
  'safetensors-gap': ({ bytes, name }: { bytes: number; name: string }) =>
    `The weights file has ${bytes} bytes before tensor "${name}" that belong to nothing.`,
  'safetensors-left': ({ bytes }: { bytes: number }) =>
    `The weights file has ${bytes} bytes at its end that belong to nothing.`,
  'model-weights': () => 'The folder contains no safetensors file.',
  'model-index': () => 'model.safetensors.index.json does not say in which file each tensor is.',
  'model-index-empty': () => 'model.safetensors.index.json names no shard.',
  'model-shard': ({ shard }: { shard: string }) => `The folder is missing the shard "${shard}".`,
}

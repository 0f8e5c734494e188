// `import { readHeader, readTensor } from 'spice-lab/formats'`: files of tensors, and the lab's checkpoints.

export { readHeader, readTensor, writeSafetensors, type NamedTensor } from '../formats/safetensors'
export { openSafetensors } from '../formats/safetensorsFiles'
export { ggufTensors, readGguf, type Gguf, type GgufTensor } from '../formats/gguf'
export { floatPieces, type TensorInfo, type TensorSource } from '../formats/tensors'
export { writeEventFile, type Scalars } from '../formats/eventFile'
export { readCheckpoint, writeCheckpoint, type Checkpoint } from '../checkpoint/checkpoint'
export { openModel, type OpenedModel } from '../checkpoint/openModel'
export { readSnapshot, writeSnapshot, type Snapshot } from '../engine/checkpoints/snapshot'

// A model on the GPU: an architecture and one arena of parameters with a named view of each. Knows no batch and no optimizer.
import { parameterCount, validateArchitecture, type Architecture } from '../config/architecture'
import type { Gpu, Tensor } from '../gpu'
import { initialValues } from './initialise'
import { layoutOf, placeOf, type ParameterLayout } from './parameters'

/** An arena (parameters or their gradients) with a bindable view of each parameter. */
export interface ParameterSet {
  readonly arena: Tensor
  readonly layout: ParameterLayout
  /** The view called `name`, `embedding` or `layers.3.qkv`; a name that the model lacks throws. */
  of(name: string): Tensor
}

export function parameterSet(gpu: Gpu, label: string, layout: ParameterLayout): ParameterSet {
  const arena = gpu.tensor(label, [layout.elements])
  const views = new Map(layout.places.map((place) => [place.name, gpu.view(arena, `${label}.${place.name}`, place.offset, place.shape)]))
  return {
    arena,
    layout,
    of(name) {
      return views.get(placeOf(layout, name).name) ?? arena
    },
  }
}

export class Model {
  readonly parameterCount: number

  private constructor(
    readonly gpu: Gpu,
    readonly architecture: Architecture,
    readonly parameters: ParameterSet,
  ) {
    this.parameterCount = parameterCount(architecture)
  }

  /** Zeroed parameters: call `initialise` or `load`. Throws RangeError for a wrong architecture, GpuMemoryError where it does not fit. */
  static async create(gpu: Gpu, architecture: Architecture): Promise<Model> {
    const valid = validateArchitecture(architecture)
    if (!valid.ok) throw new RangeError(valid.error.message)
    const model = new Model(gpu, architecture, parameterSet(gpu, 'parameters', layoutOf(architecture)))
    await gpu.allocated()
    return model
  }

  get layout(): ParameterLayout {
    return this.parameters.layout
  }

  initialise(seed: number): void {
    this.load(initialValues(this.layout, seed))
  }

  /** The whole arena, laid out as `layout` says. */
  load(values: Float32Array): void {
    if (values.length !== this.layout.elements) throw new RangeError(`the model's arena has ${this.layout.elements} elements, not ${values.length}`)
    this.gpu.write(this.parameters.arena, values)
  }

  async values(): Promise<Float32Array<ArrayBuffer>> {
    const [bytes] = await this.gpu.read([this.parameters.arena])
    return new Float32Array(bytes ?? new ArrayBuffer(0))
  }

  destroy(): void {
    this.gpu.destroyTensor(this.parameters.arena)
  }
}

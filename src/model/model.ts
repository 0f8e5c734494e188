// A model on the GPU: an architecture, and its weights either in one arena that is trained, or frozen in as
// few bits as asked for with a low-rank adapter as what is trained. Knows no batch and no optimizer.
import type { AdapterSettings, FrozenSettings } from '../config/adapterSettings'
import { parameterCount, validateArchitecture, type Architecture } from '../config/architecture'
import type { Gpu, Tensor } from '../gpu'
import type { LoraShape, Weight } from '../ops'
import { adaptedProjections, adapterLayoutOf, loraShape, validateAdapter, type Projection } from './adapter'
import { FrozenBase } from './frozenBase'
import { initialValues } from './initialise'
import { parameterSet, type ParameterSet } from './parameterSet'
import { layoutOf, placeOf, type ParameterLayout } from './parameters'

export { parameterSet, type ParameterSet } from './parameterSet'

export interface AdapterFactors {
  readonly shape: LoraShape
  readonly A: Tensor
  readonly B: Tensor
}

export class Model {
  readonly parameterCount: number
  private readonly shapes: ReadonlyMap<Projection, LoraShape>

  private constructor(
    readonly gpu: Gpu,
    readonly architecture: Architecture,
    /** What is trained: all weights, or the adapter's. */
    readonly parameters: ParameterSet,
    /** The weights where they are not trained. */
    readonly base: FrozenBase | null,
    readonly adapter: AdapterSettings | null,
  ) {
    this.parameterCount = parameterCount(architecture)
    this.shapes = new Map(
      adapter === null
        ? []
        : adaptedProjections(architecture, adapter).map((each) => [
            each.projection,
            loraShape(adapter, each),
          ]),
    )
  }

  /**
   * Zeroed parameters: call `initialise` or `load`. Throws RangeError for a wrong description, GpuMemoryError
   * where it does not fit.
   */
  static async create(
    gpu: Gpu,
    architecture: Architecture,
    frozen: FrozenSettings | null = null,
  ): Promise<Model> {
    const valid = validateArchitecture(architecture)
    if (!valid.ok) throw new RangeError(valid.error.message)
    const adapter = frozen?.adapter ?? null
    const checked = adapter === null ? null : validateAdapter(adapter)
    if (checked?.ok === false) throw new RangeError(checked.error.message)
    const base = frozen === null ? null : new FrozenBase(gpu, architecture, frozen.storage)
    const layout = base === null ? layoutOf(architecture) : adapterLayoutOf(architecture, adapter)
    const model = new Model(gpu, architecture, parameterSet(gpu, 'parameters', layout), base, adapter)
    await gpu.allocated()
    return model
  }

  /** Of what is trained. */
  get layout(): ParameterLayout {
    return this.parameters.layout
  }

  /** A matrix by its parameter's name, trained or frozen. */
  matrix(name: string): Weight {
    return this.base?.matrix(name) ?? this.parameters.of(name)
  }

  /** A norm's gain or a bias. */
  vector(name: string): Tensor {
    return this.base?.vector(name) ?? this.parameters.of(name)
  }

  /**
   * The adapter beside a projection of layer l, null where it has none. `of` are the parameters or their
   * gradients.
   */
  adapted(l: number, projection: Projection, of: ParameterSet = this.parameters): AdapterFactors | null {
    const shape = this.shapes.get(projection)
    return shape === undefined
      ? null
      : { shape, A: of.of(`layers.${l}.${projection}.A`), B: of.of(`layers.${l}.${projection}.B`) }
  }

  /** What is trained starts from the seed: all weights, or an adapter that changes nothing yet. */
  initialise(seed: number): void {
    this.load(initialValues(this.layout, seed))
  }

  /** The whole trained arena, laid out as `layout` says. */
  load(values: Float32Array): void {
    if (values.length !== this.layout.elements)
      throw new RangeError(`the model's arena has ${this.layout.elements} elements, not ${values.length}`)
    this.gpu.write(this.parameters.arena, values)
  }

  /**
   * Numbers of a weight by its parameter's name, from element `first` on; whole rows, as a frozen matrix
   * needs.
   */
  write(name: string, first: number, values: Float32Array<ArrayBuffer>): void {
    if (this.base !== null) this.base.write(name, first, values)
    else this.gpu.write(this.parameters.arena, values, placeOf(this.layout, name).offset + first)
  }

  /** All weights, laid out as in a model that trains them all. */
  writeAll(values: Float32Array): void {
    for (const { name, offset, elements } of layoutOf(this.architecture).places)
      this.write(name, 0, values.slice(offset, offset + elements))
  }

  /** The trained arena. */
  async values(): Promise<Float32Array<ArrayBuffer>> {
    return this.gpu.readFloats(this.parameters.arena)
  }

  destroy(): void {
    this.base?.destroy()
    this.gpu.destroyTensor(this.parameters.arena)
  }
}

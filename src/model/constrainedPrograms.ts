// Automata on the device, and the programs that hold rows of logits to them. Made when the first constrained
// sequence comes, and again where more room is needed, so that whoever constrains nothing pays nothing.
import { at } from '../base/at'
import type { JoinedAutomata } from '../base/tokenAutomaton'
import type { Gpu, Tensor } from '../gpu'
import type { AutomataTensors } from '../ops'
import { allocate, release } from './buffers'

/** What a program binds: the automata, and rows' slots with their states. */
export interface ConstraintTensors {
  readonly automata: AutomataTensors
  /** u32 by slot: the state in global numbers. */
  readonly state: Tensor
  /** u32: 0, 1, 2, ... for rows that are their own slots. */
  readonly counting: Tensor
}

/** Smallest room for states and for edges. */
const LEAST = 1024

const roomFor = (count: number): number => Math.max(LEAST, 2 ** Math.ceil(Math.log2(count)))

type Tensors = Readonly<Record<'first' | 'token' | 'next' | 'state' | 'counting', Tensor>>

export class ConstrainedPrograms<Programs> {
  private held: { readonly tensors: Tensors; readonly programs: Programs } | null = null

  constructor(
    private readonly gpu: Gpu,
    private readonly label: string,
    private readonly slots: number,
    private readonly build: (tensors: ConstraintTensors) => Promise<Programs>,
  ) {}

  /** Puts these automata in place of those before. Nothing that binds the old ones may still be queued. */
  async load({ first, tokens, next }: JoinedAutomata): Promise<Programs> {
    const [states, edges] = [first.length, tokens.length]
    const { held } = this
    const fits =
      held !== null && at(held.tensors.first.shape, 0) >= states && at(held.tensors.token.shape, 0) >= edges
    const { tensors, programs } = fits ? held : await this.make(roomFor(states), roomFor(edges))
    const { gpu } = this
    gpu.write(tensors.first, first)
    gpu.write(tensors.token, tokens)
    gpu.write(tensors.next, next)
    return programs
  }

  /** Global states by slot, from slot 0 on. */
  setStates(states: Uint32Array): void {
    if (this.held !== null) this.gpu.write(this.held.tensors.state, states)
  }

  destroy(): void {
    if (this.held !== null) release(this.gpu, this.held.tensors)
    this.held = null
  }

  private async make(
    states: number,
    edges: number,
  ): Promise<{ readonly tensors: Tensors; readonly programs: Programs }> {
    this.destroy()
    const { gpu, label, slots } = this
    const u32 = 'u32' as const
    const tensors: Tensors = allocate(gpu, label, {
      first: { shape: [states], type: u32 },
      token: { shape: [edges], type: u32 },
      next: { shape: [edges], type: u32 },
      state: { shape: [slots], type: u32 },
      counting: { shape: [slots], type: u32 },
    })
    gpu.write(
      tensors.counting,
      Uint32Array.from({ length: slots }, (_, i) => i),
    )
    const { state, counting, ...automata } = tensors
    this.held = { tensors, programs: await this.build({ automata, state, counting }) }
    return this.held
  }
}

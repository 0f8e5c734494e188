// Compiles WGSL into pipelines, each distinct one once, and turns the compiler's complaints into errors
// that name the shader, the line and the text of that line.
import { debug } from '../base/debug'
import { ShaderError } from './gpuErrors'
import type { KernelSpec } from './types'

/** How far compiling is: pipelines that are done, of so many that were asked for. */
export interface CompileProgress {
  /** The kernel that was done last. */
  readonly label: string
  readonly done: number
  readonly asked: number
}

export class Kernels {
  private readonly pipelines = new Map<string, Promise<GPUComputePipeline>>()
  private readonly modules = new Map<string, Promise<GPUShaderModule>>()
  private done = 0
  private asked = 0

  constructor(
    private readonly device: GPUDevice,
    private readonly onCompiled: (progress: CompileProgress) => void,
  ) {}

  /** The pipeline for this source, entry point and constants; equal ones share one. Throws ShaderError. */
  pipeline(spec: KernelSpec): Promise<GPUComputePipeline> {
    const constants = Object.entries(spec.constants ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))
    const key = JSON.stringify([spec.entry ?? 'main', constants, spec.source])
    const known = this.pipelines.get(key)
    if (known !== undefined) return known
    const made = this.compile(spec)
    this.pipelines.set(key, made)
    made.catch(() => this.pipelines.delete(key))
    return made
  }

  private async compile(spec: KernelSpec): Promise<GPUComputePipeline> {
    const began = performance.now()
    this.asked += 1
    const module = await this.module(spec)
    try {
      const pipeline = await this.device.createComputePipelineAsync({
        label: spec.label,
        layout: 'auto',
        compute: { module, entryPoint: spec.entry ?? 'main', constants: { ...spec.constants } },
      })
      this.done += 1
      this.onCompiled({ label: spec.label, done: this.done, asked: this.asked })
      debug('pipeline', spec.label, `${(performance.now() - began).toFixed(1)} ms`)
      return pipeline
    } catch (error) {
      throw new ShaderError(spec.label, [error instanceof Error ? error.message : String(error)])
    }
  }

  private module(spec: KernelSpec): Promise<GPUShaderModule> {
    const known = this.modules.get(spec.source)
    if (known !== undefined) return known
    const made = this.createModule(spec)
    this.modules.set(spec.source, made)
    made.catch(() => this.modules.delete(spec.source))
    return made
  }

  private async createModule({ label, source }: KernelSpec): Promise<GPUShaderModule> {
    this.device.pushErrorScope('validation')
    const module = this.device.createShaderModule({ label, code: source })
    const [refused, info] = await Promise.all([this.device.popErrorScope(), module.getCompilationInfo()])
    const lines = source.split('\n')
    // Line 0 where the compiler names none.
    const lineOf = (number: number): string =>
      lines
        .slice(Math.max(0, number - 1), number)
        .join('')
        .trim()
    const errors = info.messages
      .filter((message) => message.type === 'error')
      .map((message) => `line ${message.lineNum}: ${message.message} [${lineOf(message.lineNum)}]`)
    if (errors.length > 0) throw new ShaderError(label, errors)
    if (refused !== null) throw new ShaderError(label, [refused.message])
    return module
  }
}

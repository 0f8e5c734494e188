// The device room's errors, each naming what failed and what can be done.

const megabytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`

/** A buffer that the device refused. */
export class GpuMemoryError extends Error {
  override readonly name = 'GpuMemoryError'
  constructor(
    readonly label: string,
    readonly bytes: number,
    why: string,
  ) {
    super(
      `GPU memory: "${label}" needs ${bytes} bytes (${megabytes(bytes)}), ${why}. Choose a smaller model, batch or context.`,
    )
  }
}

/** WGSL that does not compile, with the compiler's messages and the lines they speak of. */
export class ShaderError extends Error {
  override readonly name = 'ShaderError'
  constructor(
    readonly label: string,
    readonly messages: readonly string[],
  ) {
    super(`Shader "${label}" does not compile: ${messages.join('; ')}`)
  }
}

/** The device went away, or refused a command after which its results cannot be trusted. */
export class GpuFailure extends Error {
  override readonly name = 'GpuFailure'
}

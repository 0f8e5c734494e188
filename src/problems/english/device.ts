// What a device refuses or loses, and what a browser does not keep.

const mebibytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`
const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`

type Usage = { readonly used: number; readonly quota: number } | null

export const device = {
  'no-webgpu': () =>
    'This browser has no WebGPU. Use Chrome or Edge 113 or newer, or another browser with WebGPU switched on.',
  'no-adapter': () =>
    'This browser has WebGPU but offers no graphics adapter: turn on hardware acceleration, or update the graphics driver.',
  'no-device': ({ reason }: { reason: string }) => `The graphics adapter refused to open a device: ${reason}`,
  /** `limit`: what one binding may have; null where the device has no room. */
  'gpu-memory': ({ label, bytes, limit }: { label: string; bytes: number; limit: number | null }) =>
    `GPU memory: "${label}" needs ${bytes} bytes (${mebibytes(bytes)}), ${limit === null ? 'and the device has no memory left for it' : `and this device binds at most ${limit} bytes`}. Choose a smaller model, batch or context.`,
  shader: ({ label, messages }: { label: string; messages: readonly string[] }) =>
    `Shader "${label}" does not compile: ${messages.join('; ')}`,
  /** `reason` as WebGPU has it; empty where it is not told. */
  'device-lost': ({ reason, message }: { reason: string; message: string }) =>
    `The GPU device was lost${reason === '' ? '' : ` (${reason})`}: ${message}`,
  'device-refused': ({ message }: { message: string }) =>
    `The GPU refused a command, so its results cannot be trusted: ${message}`,
  /** `said`: the last line that it wrote, empty where it wrote none. */
  'machine-gone': ({ command, ending, said }: { command: string; ending: string; said: string }) =>
    `The machine "${command}" ended (${ending})${said === '' ? '' : `: ${said}`}`,
  'machine-silent': ({ command, seconds }: { command: string; seconds: number }) =>
    `The machine "${command}" did not answer within ${seconds} seconds.`,
  'machine-version': ({ command, speaks }: { command: string; speaks: string }) =>
    `The machine "${command}" speaks ${speaks}, which this lab does not: take machine.py from this lab's own folder.`,
  'machine-world': ({ command, asked, world }: { command: string; asked: number; world: number }) =>
    `The machine "${command}" was asked for ${asked} processes and has ${world}. Start them with torchrun.`,
  'machine-failed': ({ ask, reason }: { ask: string; reason: string }) =>
    `The machine could not do what it was asked (${ask}): ${reason}`,
  'machine-answer': ({ ask, lacks }: { ask: string; lacks: string }) =>
    `The machine's answer to ${ask} lacks "${lacks}".`,
  'no-timestamps': () => 'This device has no timestamp queries, so it cannot be profiled.',
  'store-failed': ({ what, reason }: { what: string; reason: string }) =>
    `${what} could not be stored: ${reason}`,
  'store-full': ({ what, usage }: { what: string; usage: Usage }) =>
    `${what} could not be stored: this browser has no storage left for the page${usage === null ? '' : ` (${megabytes(usage.used)} of ${megabytes(usage.quota)} in use)`}. Delete runs, checkpoints or corpora, then resume.`,
  'store-no-place': () =>
    'This browser does not let the page store files as large as a model. A private window is often the reason.',
  'store-no-corpus': ({ corpus }: { corpus: string }) =>
    `There is no corpus "${corpus}" to add documents to.`,
}

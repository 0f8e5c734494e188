// What an adapter of WebGPU calls itself.

/** As in GPUAdapterInfo; a browser leaves empty what it does not tell. */
export interface AdapterWords {
  readonly vendor: string
  readonly architecture: string
  readonly description: string
}

export const adapterName = ({ vendor, architecture, description }: AdapterWords): string =>
  [vendor, architecture, description].filter((part) => part !== '').join(' ')

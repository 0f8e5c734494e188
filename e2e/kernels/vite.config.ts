// Serves the page of kernel checks; nothing of it is in the built lab.
import { resolve } from 'node:path'
import { defineConfig } from 'vite'
import { wgsl } from '../../vite.config.ts'

export default defineConfig({
  root: import.meta.dirname,
  plugins: [wgsl()],
  resolve: { alias: { webgpu: resolve(import.meta.dirname, 'webgpu.ts') } },
  // A source that is saved meanwhile must not reload the page that is being tested.
  server: { watch: null, hmr: false, fs: { allow: [resolve(import.meta.dirname, '../..')] } },
  cacheDir: resolve(import.meta.dirname, '../../node_modules/.cache/kernels'),
})

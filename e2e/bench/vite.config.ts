// Serves the pages of the benchmark, isolated so that peers may use threads; nothing of it is in the built
// lab.
import { resolve } from 'node:path'
import { defineConfig } from 'vite'
import { wgsl } from '../../vite.config.ts'

const root = resolve(import.meta.dirname, '../..')
const isolated = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
}

export default defineConfig(({ command }) => ({
  root: import.meta.dirname,
  configFile: false,
  publicDir: resolve(root, 'public'),
  plugins: [wgsl()],
  resolve:
    command === 'serve' && process.env.SPICE_BENCH_NODE !== '1'
      ? { alias: { webgpu: resolve(root, 'e2e/kernels/webgpu.ts') } }
      : {},
  server: { watch: null, hmr: false, headers: isolated, fs: { allow: [root] } },
  optimizeDeps: {
    include: ['@jax-js/jax', '@tensorflow/tfjs', '@tensorflow/tfjs-backend-webgpu', '@genai-fi/nanogpt'],
    exclude: ['onnxruntime-web', '@wllama/wllama'],
  },
  cacheDir: resolve(root, 'node_modules/.cache/bench'),
}))

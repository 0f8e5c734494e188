// One build for the page, the tests and the command line. The only unusual part is `wgsl()`:
// it resolves `import` statements inside WGSL at build time, so that a shader is plain text at run time.
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { VitePWA } from 'vite-plugin-pwa'
import { link } from 'wesl'
import { defineConfig } from 'vitest/config'
import type { Plugin } from 'vite'
import type { Episode, RoundMetrics, RunRecord } from './src/protocol/records'
import { featured } from './src/replay/featured.ts'
import { chooseOpening } from './src/replay/chooseOpening.ts'

const shaderRoot = resolve(import.meta.dirname, 'shaders')

function shaderFiles(): string[] {
  return readdirSync(shaderRoot, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.wgsl'))
    .map((name) => join(shaderRoot, name))
}

async function linked(file: string): Promise<string> {
  const weslSrc = Object.fromEntries(
    shaderFiles().map((path) => [relative(shaderRoot, path), readFileSync(path, 'utf8')]),
  )
  return (await link({ rootModuleName: relative(shaderRoot, file), weslSrc })).dest
}

/** Linking leaves comments out and widens blank lines: what a file says at its head is put back before it. */
function readable(written: string, compiled: string): string {
  if (!/^import /m.test(written)) return written.trim()
  const head = written.split('\n').findIndex((line) => !line.startsWith('//'))
  return [...written.split('\n').slice(0, head), '', compiled.replace(/\n\s*\n+/g, '\n').trim()].join('\n')
}

/** The WGSL of every operation as it is compiled, for those who look under the floor. */
export async function kernelFiles(): Promise<ReadonlyMap<string, string>> {
  const whole = shaderFiles()
    .filter((file) => readFileSync(file, 'utf8').includes('@compute'))
    .sort()
  const list = await Promise.all(
    whole.map(async (path) => ({
      operation: relative(shaderRoot, path).split('/')[0],
      file: relative(shaderRoot, path).split('/').at(-1),
      text: readable(readFileSync(path, 'utf8'), await linked(path)),
    })),
  )
  return new Map([['kernels.json', JSON.stringify(list)]])
}

/** WGSL as a visitor's device wants it; who reads it gets `kernels.json`. WGSL has no strings to spare. */
export const withoutComments = (wgsl: string): string =>
  wgsl
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .split('\n')
    .map((line) => line.replace(/\/\/.*$/, '').trim())
    .filter((line) => line !== '')
    .join('\n')

/** `import source from './x.wgsl?static'` is the text of x.wgsl with its WESL imports linked in. */
export function wgsl(): Plugin {
  let served = false
  return {
    name: 'wgsl-static',
    enforce: 'pre',
    configResolved({ command, build }) {
      served = command === 'build' && build.ssr === false
    },
    async load(id) {
      const [file, query] = id.split('?')
      if (file === undefined || query !== 'static' || !file.endsWith('.wgsl')) return undefined
      for (const dependency of shaderFiles()) this.addWatchFile(dependency)
      const text = await linked(file)
      return `export default ${JSON.stringify(served ? withoutComments(text) : text)}`
    },
  }
}

const replays = resolve(import.meta.dirname, 'public/replays')
const linesOf = <T>(text: string): T[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T)

/**
 * What the page wants of the recordings before it opens one: their list, and the opening episode of the one
 * that plays first.
 */
export function recordingFiles(): ReadonlyMap<string, string> {
  const runOf = (name: string): RunRecord =>
    JSON.parse(readFileSync(join(replays, name, 'run.json'), 'utf8')) as RunRecord
  // The runs like the one that plays first come first.
  const family = featured.replace(/\d+$/, '')
  const names = readdirSync(replays)
    .filter((name) => existsSync(join(replays, name, 'run.json')))
    .sort((a, b) => Number(b.startsWith(family)) - Number(a.startsWith(family)) || a.localeCompare(b))
  const list = names.map((id) => {
    const { name, linked, rounds, note } = runOf(id)
    return { id, name, linked, rounds, note }
  })
  const metrics = linesOf<RoundMetrics>(readFileSync(join(replays, featured, 'metrics.jsonl'), 'utf8'))
  const episodes = linesOf<Episode>(
    gunzipSync(readFileSync(join(replays, featured, 'episodes.jsonl.gz'))).toString('utf8'),
  )
  return new Map([
    ['replays/index.json', JSON.stringify(list)],
    [`replays/${featured}/opening.json`, JSON.stringify(chooseOpening(runOf(featured), metrics, episodes))],
  ])
}

function recordings(): Plugin {
  return {
    name: 'recordings',
    // The command line is built without them.
    apply: (_, { isSsrBuild }) => isSsrBuild !== true,
    async generateBundle() {
      for (const [fileName, source] of [...recordingFiles(), ...(await kernelFiles())])
        this.emitFile({ type: 'asset', fileName, source })
    },
    configureServer(server) {
      const kernels = kernelFiles()
      server.middlewares.use((request, response, next) => {
        void kernels.then((list) => {
          const text = new Map([...recordingFiles(), ...list]).get(
            (request.url ?? '').replace(/^\/|\?.*$/g, ''),
          )
          if (text === undefined) next()
          else response.setHeader('content-type', 'application/json').end(text)
        })
      })
    },
    transformIndexHtml: () => [
      {
        tag: 'link',
        attrs: { rel: 'preload', as: 'fetch', crossorigin: true, href: `./replays/${featured}/opening.json` },
        injectTo: 'head',
      },
    ],
  }
}

/** In a page the checks of kernels find Dawn behind navigator.gpu, not in the package for Node. */
function browsersGpu(): Plugin {
  return {
    name: 'browsers-gpu',
    // Before the package itself is found, whose code is for Node.
    enforce: 'pre',
    apply: (_, { isSsrBuild, command }) => command === 'build' && isSsrBuild !== true,
    resolveId: (source) =>
      source === 'webgpu' ? resolve(import.meta.dirname, 'e2e/kernels/webgpu.ts') : null,
  }
}

const pagePolicy =
  /http-equiv="Content-Security-Policy"\s+content="([^"]+)"/.exec(
    readFileSync(resolve(import.meta.dirname, 'index.html'), 'utf8'),
  )?.[1] ?? ''

/**
 * What a host should send with every file. The page and the workers that it starts have the policy without
 * it; its service worker has it from here alone, and nobody but a host can forbid frames.
 */
export const hostHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': `${pagePolicy}; frame-ancestors 'none'`,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
}

/** The dev server adds styles and scripts to the page that the policy of the built page forbids. */
const devHeaders = { ...hostHeaders, 'Content-Security-Policy': "frame-ancestors 'none'" }

/**
 * Those that show a preview of a link want a whole address of its picture: that of the host, where
 * `SPICE_URL` names it to the build.
 */
function linkPreview(): Plugin {
  const url = process.env['SPICE_URL']?.replace(/\/$/, '')
  return {
    name: 'link-preview',
    apply: 'build',
    transformIndexHtml: (html) =>
      url === undefined || url === '' ? html : html.replace('./preview.jpg', `${url}/preview.jpg`),
  }
}

/** For hosts that read a file of that name (Netlify, Cloudflare Pages); docs/hosting.md has the others. */
function headersFile(): Plugin {
  const lines = Object.entries(hostHeaders).map(([name, value]) => `  ${name}: ${value}\n`)
  return {
    name: 'headers-file',
    apply: (_, { command, isSsrBuild }) => command === 'build' && isSsrBuild !== true,
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: '_headers', source: `/*\n${lines.join('')}` })
    },
  }
}

/** The dev server writes styles and its client into the page, which the policy of the built page forbids. */
function policyOnlyWhenBuilt(): Plugin {
  return {
    name: 'policy-only-when-built',
    apply: 'serve',
    transformIndexHtml: (html) => html.replace(/<meta\s+http-equiv="Content-Security-Policy"[^>]*>/, ''),
  }
}

/**
 * Everything that the page needs is kept at the first visit; it then works offline, in any folder of a host.
 */
const offline = VitePWA({
  injectRegister: false,
  manifest: {
    name: 'SPICE Lab',
    short_name: 'SPICE Lab',
    description: 'A transformer teaches itself to reason by playing against itself, on your GPU.',
    start_url: './',
    scope: './',
    display: 'standalone',
    background_color: '#faf9f6',
    theme_color: '#1c2026',
    icons: [{ src: './icon.svg', sizes: 'any', type: 'image/svg+xml' }],
  },
  workbox: {
    globPatterns: [
      '**/*.{html,js,mjs,css,svg,wasm,json,jsonl,gz,md,txt,safetensors}',
      '**/*-latin-wght-*.woff2',
    ],
    globIgnores: [
      '**/*.map',
      `**/replays/!(${featured})/**`,
      '**/studies/*/*.safetensors',
      '**/studies/*/*/**',
    ],
    maximumFileSizeToCacheInBytes: 48 * 1024 * 1024,
    cleanupOutdatedCaches: true,
    clientsClaim: true,
    // A page that is open keeps its version: the next one waits until it is closed or asks for it.
    skipWaiting: false,
    importScripts: ['take-over.js'],
    // What is not kept beforehand (fonts of other scripts, further recordings, what studies rest on) is kept
    // once it was used.
    // Models are kept elsewhere, and asked for past every cache.
    runtimeCaching: [
      {
        urlPattern: ({ sameOrigin, request }) => sameOrigin && request.cache !== 'no-store',
        handler: 'StaleWhileRevalidate',
        options: { cacheName: 'used' },
      },
    ],
  },
})

export default defineConfig({
  base: './',
  // One page, whose places are in the hash: a missing file is answered as missing.
  appType: 'mpa',
  server: { headers: devHeaders },
  preview: { headers: hostHeaders },
  // Its entry for browsers wants a document, which the engine's worker has not.
  resolve: {
    alias: {
      'decode-named-character-reference': resolve(
        import.meta.dirname,
        'node_modules/decode-named-character-reference/index.js',
      ),
    },
  },
  plugins: [wgsl(), react(), recordings(), policyOnlyWhenBuilt(), headersFile(), linkPreview(), offline],
  worker: { format: 'es', plugins: () => [wgsl(), browsersGpu()] },
  // `vite build --sourcemap` writes maps too: 22 MB that no visitor needs.
  build: { target: 'es2023' },
  test: {
    // All cores: with two, vitest would use one.
    maxWorkers: '100%',
    projects: [
      {
        extends: true,
        test: {
          name: 'rules',
          include: ['src/**/*.test.{ts,tsx}', 'e2e/{bench,fuzz}/*.test.ts'],
          exclude: ['src/**/*.gpu.test.ts'],
          environment: 'node',
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'gpu',
          include: ['shaders/**/*.test.ts', 'src/**/*.gpu.test.ts'],
          environment: 'node',
          // Mesa's driver is reached through the loader of another C library, which cannot fork.
          pool: process.env.SPICE_ADAPTER === 'mesa' ? 'threads' : 'forks',
          fileParallelism: process.env.SPICE_ADAPTER !== 'mesa',
          setupFiles: ['shaders/testing/settle.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})

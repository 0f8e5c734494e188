// `npm run build:rules`: the rules of the game as one file, dist/rules.mjs, that Node runs with nothing beside
// it (docs/rules-protocol.md).
import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const folder = join(root, 'node_modules', '.cache', 'rules')

/** Builds the file and gives its path. */
export async function buildRules(to = join(root, 'dist', 'rules.mjs')) {
  await build({
    root,
    configFile: join(root, 'vite.config.ts'),
    logLevel: 'warn',
    publicDir: false,
    ssr: { noExternal: true, external: ['webgpu'] },
    build: {
      ssr: join(root, 'src/cli/rules/rules.ts'),
      outDir: folder,
      target: 'node20',
      emptyOutDir: true,
      rolldownOptions: { output: { entryFileNames: 'rules.mjs', codeSplitting: false } },
    },
  })
  await mkdir(dirname(to), { recursive: true })
  await rm(to, { force: true })
  await rename(join(folder, 'rules.mjs'), to)
  return to
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(await buildRules())

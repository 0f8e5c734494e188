// A GPU that is not there: Mesa's RADV driver told to be one of AMD's, under a Vulkan layer that computes
// nothing. Its compiler is the production one (ACO), and says of every pipeline what it makes of it.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../builtCommandLine.mjs'
import { folder, mesaDriver } from '../mesa.mjs'

/** What RADV calls them: RDNA 3, RDNA 2, RDNA, GCN 5 and GCN 4. */
export const families = ['navi31', 'navi21', 'navi10', 'vega10', 'polaris10']

/** Compiles the layer where its source is newer. */
function nullLayer() {
  const source = join(root, 'src/cli/kernels/nullLayer.c')
  const out = join(root, '.cache', 'null-layer')
  const library = join(out, 'libnull_layer.so')
  if (existsSync(library) && statSync(library).mtimeMs > statSync(source).mtimeMs) return out
  const headers = join(folder, 'usr/include')
  if (!existsSync(join(headers, 'vulkan/vk_layer.h')))
    throw new Error(
      'The Mesa driver here has no Vulkan headers: delete .cache/mesa and run `npm run install:mesa` again.',
    )
  mkdirSync(out, { recursive: true })
  const compiled = spawnSync(
    process.env.CC ?? 'cc',
    ['-O1', '-Wall', '-shared', '-fPIC', '-idirafter', headers, '-o', library, source],
    { encoding: 'utf8' },
  )
  if (compiled.status !== 0)
    throw new Error(`The null layer could not be compiled: ${compiled.stderr ?? compiled.error?.message}`)
  writeFileSync(
    join(out, 'null_layer.json'),
    JSON.stringify({
      file_format_version: '1.2.0',
      layer: {
        name: 'VK_LAYER_null',
        type: 'GLOBAL',
        library_path: library,
        api_version: '1.3.280',
        implementation_version: '1',
        description: 'records and submits nothing',
      },
    }),
  )
  return out
}

/** Runs Node with `args` on that GPU; what it and the compiler said. */
export function runOnAbsentGpu(family, args) {
  if (!families.includes(family))
    throw new Error(`There is no GPU "${family}"; there are ${families.join(', ')}.`)
  const driver = mesaDriver('radeon')
  const layer = nullLayer()
  const ran = spawnSync(driver.command, [...driver.args, ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 30,
    env: {
      ...process.env,
      ...driver.env,
      SPICE_ROOT: root,
      RADV_FORCE_FAMILY: family,
      RADV_DEBUG: 'shaderstats',
      MESA_SHADER_CACHE_DISABLE: 'true',
      VK_LAYER_PATH: layer,
      VK_INSTANCE_LAYERS: 'VK_LAYER_null',
    },
  })
  if (ran.status !== 0) {
    const said = `${ran.stderr ?? ''}`
      .split('\n')
      .filter((line) => line !== '')
      .slice(-20)
    throw new Error(`The kernels could not be compiled for ${family}:\n${said.join('\n')}`)
  }
  return { out: ran.stdout, said: ran.stderr }
}

// `npm run test:adapters`: what no software adapter shows. Every shader through naga, and every kernel that
// a GPU uses by default through the compilers of RDNA 3 and RDNA 2 (`npm run install:mesa` once): none may
// spill, use scratch, leave a processor with few waves, launch few threads or ask for much that need not
// move.
import { brokenBudgets } from './kernels/budgets.mjs'
import { kernelRows } from './kernels/kernelRows.mjs'
import { checkWithNaga } from './kernels/naga.mjs'

let failed = false
function tell(name, problems, fine) {
  failed ||= problems.length > 0
  console.log(problems.length === 0 ? `${name}: ${fine}` : `${name}:\n  ${problems.join('\n  ')}`)
}

try {
  const { checked, refused, skipped } = await checkWithNaga()
  tell('naga', refused, `${checked} shaders pass, not for it: ${skipped.join(', ')}`)
  for (const family of ['navi31', 'navi21']) {
    const { rows } = await kernelRows(family)
    const fewest = Math.min(...rows.map(({ waves }) => waves ?? 0))
    tell(
      family,
      brokenBudgets(rows),
      `${rows.length} dispatches hold to the budgets, ${fewest} waves at least`,
    )
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  failed = true
}
process.exit(failed ? 1 : 0)

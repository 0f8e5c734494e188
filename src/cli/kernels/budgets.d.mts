import type { TableRow } from './compilerTable.mjs'

export function brokenBudgets(rows: readonly TableRow[], family?: string): string[]

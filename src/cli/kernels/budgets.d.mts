import type { TableRow } from './compilerTable.mjs'

/** Dispatches of a workload when each operation was one, by model. */
export const APART: Readonly<Record<string, Readonly<Record<string, number>>>>

export function brokenBudgets(rows: readonly TableRow[]): string[]

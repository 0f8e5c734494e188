// A number with its noun, in the singular where it is one.

export const counted = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`

// What a file of benchmark questions lacks.

const faults = {
  marker: () => '"answer" has no "#### " with the final answer',
  gold: () => 'nothing follows "####"',
  options: (most: number) => `"options" must be 2 to ${most} texts`,
  letter: () => '"answer" must be the letter or the index of one of the options',
  object: () => 'it is not a JSON object',
  question: () => '"question" is missing',
  answer: () => 'it needs "answer" with "#### " (GSM8K), or "options" and "answer" (MMLU-Pro)',
}
export type BenchmarkFault = keyof typeof faults

export const benchmarks = {
  /** Lines are counted from 1; `most`: options that a question may have. */
  'benchmark-line': (values: { name: string; line: number; fault: BenchmarkFault; most: number }) =>
    `${values.name}, line ${values.line}: ${faults[values.fault](values.most)}.`,
  'benchmark-json': ({ name, line, reason }: { name: string; line: number; reason: string }) =>
    `${name}, line ${line}: it is not JSON (${reason}).`,
  'benchmark-empty': ({ name }: { name: string }) => `${name} contains no questions.`,
}

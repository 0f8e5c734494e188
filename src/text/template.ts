// A stranger's Jinja template, run by `@huggingface/jinja` under a budget: every value that an expression
// gives is charged with its size, so a template that counts to a thousand million or doubles a list is ended
// at once, wherever it runs. Knows no tokenizer.

import { Environment, Interpreter, parse, tokenize } from '@huggingface/jinja'
import { at } from '../base/at'
import { messageOf, ok, type Result } from '../base/result'
import { fail, problem, ProblemError } from '../problems'

/** Longest template, in code units: the longest known have 30,000. */
const MOST_TEXT = 400_000
/** Longest run of blanks: the library looks for its end from each of them. */
const MOST_BLANKS = 512
/** Largest value: code units of texts and four for each element of a list or object, at every depth. */
const MOST_SIZE = 1 << 17
const ELEMENT = 4
/**
 * Work of one rendering: expressions, each with a sixteenth of the size of its value, and turns of loops, of
 * which the library makes much.
 */
const MOST_WORK = 600_000
const LOOP_TURN = 16

type Value = ReturnType<Interpreter['evaluate']>

function overBudget(): never {
  throw new ProblemError(problem('chat-template-work'))
}

/** Size of a value as it would be written out, at most a little over `MOST_SIZE`. */
function sizeOf(value: unknown): number {
  const open: unknown[] = [value]
  let size = 0
  while (open.length > 0 && size <= MOST_SIZE) {
    const held = open.pop()
    const inner = typeof held === 'object' && held !== null && 'value' in held ? held.value : held
    if (typeof inner === 'string') size += inner.length
    else if (Array.isArray(inner)) {
      size += ELEMENT * inner.length
      if (size <= MOST_SIZE) for (const each of inner as readonly unknown[]) open.push(each)
    } else if (inner instanceof Map) {
      size += ELEMENT * inner.size
      for (const [key, each] of inner) open.push(key, each)
    } else size += 1
  }
  return size
}

const property = (node: unknown, key: string): unknown =>
  typeof node === 'object' && node !== null
    ? Object.entries(node).find(([name]) => name === key)?.[1]
    : undefined

class BoundedInterpreter extends Interpreter {
  private work = 0
  /** Expressions that a loop goes over. */
  private readonly iterated = new Set<unknown>()

  override evaluate(...[statement, environment]: Parameters<Interpreter['evaluate']>): Value {
    this.charge(1)
    if (statement?.type === 'For') {
      const iterable = property(statement, 'iterable')
      this.iterated.add(iterable).add(property(iterable, 'lhs'))
    }
    const value = super.evaluate(statement, environment)
    const turns = this.iterated.has(statement) ? property(value, 'value') : null
    if (Array.isArray(turns)) this.charge(LOOP_TURN * turns.length)
    const size = sizeOf(value)
    if (size > MOST_SIZE) overBudget()
    this.charge(size / 16)
    return value
  }

  private charge(work: number): void {
    this.work += work
    if (this.work > MOST_WORK) overBudget()
  }
}

/** Python's range, refused before it is built where it is too long. */
function range(...given: readonly unknown[]): number[] {
  const [first = 0, second, step = 1] = given.filter((each) => typeof each === 'number')
  const [start, stop] = second === undefined ? [0, first] : [first, second]
  if (step === 0) throw new Error('range() step must not be zero')
  const count = Math.max(0, Math.ceil((stop - start) / step))
  if (!(count <= MOST_SIZE)) overBudget()
  return Array.from({ length: count }, (_, i) => start + i * step)
}

const months = 'January February March April May June July August September October November December'
const days = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'
const padded = (value: number): string => String(value).padStart(2, '0')

/** Python's strftime of a day at midnight, in English, whatever the machine's language and time zone. */
function formatted(day: Date, format: string): string {
  const month = at(months.split(' '), day.getUTCMonth())
  const weekday = at(days.split(' '), day.getUTCDay())
  const parts: Readonly<Record<string, string>> = {
    ...{ Y: String(day.getUTCFullYear()), m: padded(day.getUTCMonth() + 1), d: padded(day.getUTCDate()) },
    ...{ y: padded(day.getUTCFullYear() % 100), '-d': String(day.getUTCDate()), B: month },
    ...{ b: month.slice(0, 3), A: weekday, a: weekday.slice(0, 3), H: '00', M: '00', S: '00', '%': '%' },
  }
  return format.replace(/%(-?[A-Za-z%])/gu, (token, name: string) => parts[name] ?? token)
}

function globals(environment: Environment, date: string | null): void {
  for (const [name, value] of [
    ['true', true],
    ['false', false],
    ['none', null],
    ['True', true],
    ['False', false],
    ['None', null],
  ] as const)
    environment.set(name, value)
  environment.set('raise_exception', (text: unknown) => {
    throw new Error(String(text))
  })
  environment.set('range', range)
  // Templates ask whether there is a clock, and have a date of their own where there is none.
  if (date !== null)
    environment.set('strftime_now', (format: unknown) =>
      formatted(new Date(`${date}T00:00:00Z`), String(format)),
    )
}

/**
 * What the template writes. `date` is the day that it is told, as 2026-01-31; null leaves it without a clock.
 */
export function renderTemplate(
  template: string,
  values: Readonly<Record<string, unknown>>,
  date: string | null,
): Result<string> {
  if (template.length > MOST_TEXT)
    return fail('chat-template-long', { characters: template.length, limit: MOST_TEXT })
  try {
    for (const [blanks] of template.matchAll(/\s+/gu)) if (blanks.length > MOST_BLANKS) overBudget()
    const environment = new Environment()
    globals(environment, date)
    for (const [key, value] of Object.entries(values)) environment.set(key, value)
    const program = parse(tokenize(template, { lstrip_blocks: true, trim_blocks: true }))
    const written: unknown = new BoundedInterpreter(environment).run(program).value
    return ok(typeof written === 'string' ? written : '')
  } catch (thrown) {
    if (thrown instanceof ProblemError) return { ok: false, error: thrown.problem }
    return fail('chat-template', { reason: messageOf(thrown).replace(/\s*\n.*/su, '') })
  }
}

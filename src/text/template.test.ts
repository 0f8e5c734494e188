import { performance } from 'node:perf_hooks'
import { describe, expect, it } from 'vitest'
import { renderTemplate } from './template'

const values = { messages: [{ role: 'user', content: 'Hello' }], bos_token: '<s>' }
const render = (template: string, date: string | null = null): string => {
  const result = renderTemplate(template, values, date)
  return result.ok ? result.value : result.error.code
}

describe('renderTemplate', () => {
  it('writes what a template says', () => {
    expect(render('{{ bos_token }}{% for m in messages %}[{{ m.role }}] {{ m.content }}{% endfor %}')).toBe(
      '<s>[user] Hello',
    )
    expect(render('{% for i in range(2, 9, 3) %}{{ i }} {% endfor %}{{ range(3, 0, -1) | join }}')).toBe(
      '2 5 8 321',
    )
    expect(render('{{ True }}{{ none }}{% if nothing is defined %}x{% endif %}')).toBe('true')
    expect(render('{{ raise_exception("no\\nmore") }}')).toBe('chat-template')
  })

  const clock =
    '{% if strftime_now is defined %}{{ strftime_now("%d %b %Y, %A %-d %B %y %Q") }}{% else %}none{% endif %}'
  it('has the day that it is given for a clock, or none', () => {
    expect(render(clock, '2026-03-07')).toBe('07 Mar 2026, Saturday 7 March 26 %Q')
    expect(render(clock)).toBe('none')
  })

  it.each([
    ['a range of a thousand million', '{% for i in range(1000000000) %}{{ i }}{% endfor %}'],
    ['loops in loops', '{% for i in range(9999) %}{% for j in range(9999) %}{% endfor %}{% endfor %}'],
    [
      'a list doubled forty times',
      '{% set ns = namespace(x=[1]) %}{% for i in range(40) %}{% set ns.x = ns.x + ns.x %}{% endfor %}',
    ],
    [
      'a text doubled forty times',
      '{% set ns = namespace(x="ab") %}{% for i in range(40) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}',
    ],
    [
      'lists that hold lists, written out at once',
      '{% set ns = namespace(x=[1]) %}{% for i in range(60) %}{% set ns.x = [ns.x, ns.x] %}{% endfor %}{{ ns.x | tojson }}',
    ],
    ['a macro that calls itself twice', '{% macro f(n) %}{{ f(n) }}{{ f(n) }}{% endmacro %}{{ f(1) }}'],
    ['a range of fractions', '{{ range(0, 1, 1e-300) }}'],
    ['a template of a million signs', 'x'.repeat(1_000_000)],
    ['four hundred thousand blanks', `a${' '.repeat(399_990)}b`],
    ['an expression that ends after blanks', `{{ messages${'\n'.repeat(300_000)}}}`],
    ['expressions in brackets', `{{ ${'('.repeat(50_000)}1${')'.repeat(50_000)} }}`],
    [
      'a loop with a condition over ten thousand',
      '{% for i in range(9999) if i in range(9999) %}{% for j in range(9999) if false %}{% endfor %}{% endfor %}',
    ],
    [
      'a large text in which each sign becomes a large text',
      '{% set ns = namespace(x="a") %}{% for i in range(16) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}{{ ns.x | replace("a", ns.x) }}',
    ],
  ])('ends %s at once, in one line', (_, template) => {
    const begun = performance.now()
    const result = renderTemplate(template, values, null)
    expect(performance.now() - begun).toBeLessThan(5000)
    expect(result.ok ? 'accepted' : result.error.code).toMatch(/^chat-template(-work|-long)?$/)
    expect(result.ok ? '' : result.error.message).toMatch(/^.{20,200}[.]$/)
  })
})

// An arena's report: pass rates without and with the passage, and the controls that tell a harder question
// from a broken one.
import type { ArenaReport } from '../../protocol/arenaReport'
import { fixed, percent } from '../format'
import { Scroll } from '../parts/Scroll'
import { words } from '../strings'
import { ArenaMap } from './ArenaMap'

const t = words.study

/** The engine's name for the script, in the page's words. */
const named = (name: string): string => (name === 'scripted' ? words.trial.scripted : name)

export function Arena({ arena }: { readonly arena: ArenaReport }) {
  const { challengers, reasoners, cells } = arena
  const of = (row: number): ArenaReport['cells'] =>
    reasoners.flatMap((_, column) =>
      cells.filter((cell) => cell.challenger === row && cell.reasoner === column),
    )
  return (
    <section className="card stack" aria-label={t.arena} data-testid="arena">
      <ArenaMap
        caption={t.arenaWhy}
        rows={challengers.map(({ name }) => named(name))}
        columns={reasoners.map(({ name }) => name)}
        cells={challengers.map((_, row) => of(row).map(({ passRate }) => passRate))}
      />
      <ArenaMap
        caption={t.withPassage}
        rows={challengers.map(({ name }) => named(name))}
        columns={reasoners.map(({ name }) => name)}
        cells={challengers.map((_, row) => of(row).map(({ withPassage }) => withPassage))}
      />
      <h4>{t.controls}</h4>
      <Scroll label={t.controls}>
        <table>
          <thead>
            <tr>
              {[
                t.challenger,
                words.study.valid,
                t.premises,
                t.rightGold,
                t.withChecker,
                t.choices,
                t.chance,
              ].map((name, index) => (
                <th key={name} scope="col" className={index > 0 ? 'num' : undefined}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {challengers.map((each) => (
              <tr key={each.name}>
                <th scope="row">{named(each.name)}</th>
                <td className="num">{t.of(String(each.valid), String(each.sampled))}</td>
                <td className="num">{each.premises === null ? '–' : fixed(each.premises, 1)}</td>
                <td className="num">
                  {each.rightGold.checked === 0 ? '–' : percent(each.rightGold.mean, 1)}
                </td>
                <td className="num">
                  {each.withChecker.checked === 0 ? '–' : percent(each.withChecker.mean, 1)}
                </td>
                <td className="num">{each.choices}</td>
                <td className="num">{each.chance === null ? '–' : percent(each.chance, 1)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </section>
  )
}

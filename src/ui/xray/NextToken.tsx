// What the model expects after a token: the likeliest tokens with logit and share, and what it would have
// said had it ended after an earlier layer.
import { at, last as lastOf } from '../../base/at'
import type { ModelLook } from '../../protocol/modelLook'
import { count, decimal, percent, visible } from '../format'
import { words } from '../strings'

const t = words.xray.inside

const shareText = (p: number): string => (p < 0.001 ? `< ${percent(0.001, 1)}` : percent(p, p < 0.1 ? 1 : 0))

export function NextToken({ look, token }: { readonly look: ModelLook; readonly token: number }) {
  const byLayer = at(look.guesses, token)
  const last = lastOf(byLayer)
  const came = look.pieces[token + 1]
  return (
    <section className="next-token stack" aria-label={t.next} data-testid="next-token">
      <h3>{t.after(visible(at(look.pieces, token)))}</h3>
      <ol className="next-list">
        {last.map(({ piece, logit, p }, index) => (
          <li key={index} data-came={piece === came}>
            <code>{visible(piece)}</code>
            <span className="weigh" aria-hidden="true">
              <span style={{ width: `${100 * p}%` }} />
            </span>
            <span className="num small">{shareText(p)}</span>
            <span className="num small muted" title={t.logit}>
              {decimal(logit, 2)}
            </span>
          </li>
        ))}
      </ol>
      {came === undefined ? null : (
        <p className="small muted">
          {token + 1 < look.answerFrom ? t.stands(visible(came)) : t.wrote(visible(came))}
        </p>
      )}
      {byLayer.length < 2 ? null : (
        <>
          <h3>{t.depth}</h3>
          <ol className="depth" data-testid="depth">
            {byLayer.map((guesses, index) => {
              const [first] = guesses
              return first === undefined ? null : (
                <li key={index}>
                  <span className="small muted">{index === 0 ? t.start : t.layer(count(index))}</span>
                  <code data-came={first.piece === came}>{visible(first.piece)}</code>
                  <span className="num small muted">{percent(first.p)}</span>
                </li>
              )
            })}
          </ol>
        </>
      )}
    </section>
  )
}

import type { CheckWire } from 'check-tcp-monitor/http-api'
import { VerdictMark } from '../parts/icon.js'
import { useMore } from '../parts/lazy.js'
import { Marked } from '../parts/marked.js'
import { useWords } from '../parts/reader.js'
import { Since } from '../parts/time.js'

/** The verdict in a sentence: what, for how long, why, whose fault, and what to do first. */
export function CheckHead({ check }: { readonly check: CheckWire }) {
  const { t, response, error: inWords } = useWords()
  const { check: texts } = useMore()
  const { id, target, description, tags, verdict, since, incident, newest, advice, baseline } =
    check
  const isWrong = verdict !== 'up' && verdict !== 'pending'
  const why = isWrong ? (incident?.error ?? newest?.error) : undefined
  const fault = isWrong ? (incident?.fault ?? newest?.fault) : undefined
  return (
    <header class={`page-head is-${verdict}`}>
      <p class="crumbs">
        <a href="/" data-page>
          {t.nav.overview}
        </a>
      </p>
      <h1>{id}</h1>
      <p class="target">{target}</p>
      {description && <p>{description}</p>}
      <p class="verdict-sentence">
        <VerdictMark verdict={verdict} word={t.verdict[verdict]} />{' '}
        {verdict !== 'pending' && <Since at={Date.parse(since)} />}
        {why && <b>{`: ${inWords(why)}`}</b>}
        {verdict === 'up' && newest?.response_time !== undefined && (
          <span>
            {`: ${texts.answersIn(response(newest.response_time))}`}
            {baseline && (
              <span class="muted">{` (${t.row.normal(response(baseline.typical), response(baseline.high))})`}</span>
            )}
          </span>
        )}
      </p>
      {fault && <p>{texts.faults[fault]}</p>}
      {advice && (
        <p class="advice">
          <b>{texts.advice}</b>{' '}
          <span lang="en">
            <Marked text={advice} />
          </span>
        </p>
      )}
      {check.stale && <p class="notice is-unknown">{texts.stale}</p>}
      {check.flapping && <p class="notice is-degraded">{texts.flapping}</p>}
      {tags.length > 0 && (
        <ul class="tags" aria-label={texts.tags}>
          {tags.map((tag) => (
            <li key={tag}>
              <a class="tag" href={`/?${new URLSearchParams({ q: `tag:${tag}` })}`} data-page>
                {tag}
              </a>
            </li>
          ))}
        </ul>
      )}
    </header>
  )
}

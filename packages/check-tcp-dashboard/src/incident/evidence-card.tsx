import type { EvidenceWire } from 'check-tcp-monitor/http-api'
import { Card } from '../parts/card.js'
import { CopyButton } from '../parts/copy-button.js'
import { useMore } from '../parts/lazy.js'
import { useWords } from '../parts/reader.js'
import { Moment } from '../parts/time.js'

/** All that was found, the newest first: what differs from it is folded away, and what was found again is said once. */
export function EvidenceCards({ all }: { readonly all: readonly EvidenceWire[] }) {
  const { incident: texts } = useMore()
  const found = new Map<string, EvidenceWire[]>()
  for (const each of [...all].reverse()) {
    const what = JSON.stringify([each.reason, each.certainty, each.next_step, each.location])
    found.set(what, [...(found.get(what) ?? []), each])
  }
  const [newest, ...others] = found.values()
  if (!newest) return null
  return (
    <>
      <EvidenceCard looks={newest} />
      {others.length > 0 && (
        <details class="others">
          <summary>{texts.otherLooks(others.length)}</summary>
          {others.map((looks) => (
            <EvidenceCard key={looks[0]?.at} looks={looks} />
          ))}
        </details>
      )}
    </>
  )
}

/**
 * What a look at the target found: the reason, what to do next, the way there, and the whole of it as at a terminal.
 *
 * @param looks that found the same, the newest first
 */
function EvidenceCard({ looks }: { readonly looks: readonly EvidenceWire[] }) {
  const { response } = useWords()
  const { incident: texts } = useMore()
  const [evidence, ...again] = looks
  if (!evidence) return null
  const { reason, certainty, next_step: next, lines, path = [], at, location, took } = evidence
  return (
    <Card title={texts.evidence} class="evidence">
      <p class="reason-line">
        <b lang="en">{reason}</b> <span class="muted">{texts.certainties[certainty]}</span>
      </p>
      {next && (
        <p class="next-step">
          <span>{texts.next}</span> <code>{next}</code>{' '}
          <CopyButton text={next} label={texts.copy} />
        </p>
      )}
      {path.length > 0 && <Path hops={path} />}
      <p class="muted small">
        {texts.lookedFrom(location)} <Moment at={Date.parse(at)} exact />,{' '}
        {texts.took(response(took))}
        {evidence.taken_for ? ` ${texts.takenFor(evidence.taken_for)}` : ''}
      </p>
      {again.length > 0 && (
        <p class="muted small">
          {texts.foundBefore(again.length)} <Moment at={Date.parse(again.at(-1)?.at ?? at)} exact />
        </p>
      )}
      <details>
        <summary>{texts.asAtTerminal}</summary>
        <pre tabIndex={0} aria-label={texts.asAtTerminal} role="region">
          {lines.join('\n')}
        </pre>
      </details>
    </Card>
  )
}

/** The way to the target, a stop for each hop. */
function Path({ hops }: { readonly hops: NonNullable<EvidenceWire['path']> }) {
  const { incident: texts } = useMore()
  return (
    <ol class="path" aria-label={texts.path}>
      {hops.map(({ hop, address, name, says }) => (
        <li key={hop} class={says ? 'is-end' : address || name ? '' : 'is-silent'}>
          <span class="hop">{hop}</span>
          <span>
            {name && <b>{name}</b>} {address && <code>{address}</code>}
            {!name && !address && <span class="muted">{texts.silentHop}</span>}
            {says && <span class="says">{says}</span>}
          </span>
        </li>
      ))}
    </ol>
  )
}

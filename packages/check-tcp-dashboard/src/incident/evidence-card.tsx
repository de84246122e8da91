import type { EvidenceWire } from 'check-tcp-monitor/http-api'
import { Card } from '../parts/card.js'
import { CopyButton } from '../parts/copy-button.js'
import { useMore } from '../parts/lazy.js'
import { useWords } from '../parts/reader.js'
import { Moment } from '../parts/time.js'

/** What a look at the target found: the reason, what to do next, the way there, and the whole of it as at a terminal. */
export function EvidenceCard({ evidence }: { readonly evidence: EvidenceWire }) {
  const { response } = useWords()
  const { incident: texts } = useMore()
  const { reason, certainty, next_step: next, lines, path = [], at, location, took } = evidence
  return (
    <Card title={texts.evidence} class="evidence">
      <p class="reason-line">
        <b>{reason}</b> <span class="muted">{texts.certainties[certainty]}</span>
      </p>
      {next && (
        <p class="next-step">
          <span>{texts.next}</span> <code>{next}</code>{' '}
          <CopyButton text={next} label={texts.copy} />
        </p>
      )}
      {path.length > 0 && <Path hops={path} />}
      <p class="muted small">
        {texts.lookedFrom(location)} <Moment at={Date.parse(at)} />, {texts.took(response(took))}
        {evidence.taken_for ? ` ${texts.takenFor(evidence.taken_for)}` : ''}
      </p>
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

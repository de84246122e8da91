import { ApiError } from '../api/ask.js'
import { useAsked } from '../api/use-asked.js'
import { Card } from '../parts/card.js'
import { CopyButton } from '../parts/copy-button.js'
import { useMore } from '../parts/lazy.js'
import { Waiting } from '../parts/waiting.js'

interface CheckConfig {
  readonly file: string
  readonly line: number
  readonly yaml: string
}

/** Where the check stands in the config, and what it comes to. */
export function ConfigCard({ path }: { readonly path: string }) {
  const { check: texts } = useMore()
  const asked = useAsked<CheckConfig>(`${path}/config`)
  const { data, error } = asked
  // An older monitor does not tell.
  if (error instanceof ApiError && error.status === 404) return null
  return (
    <Card title={texts.config} aside={data && <CopyButton text={data.yaml} label={texts.copy} />}>
      {!data && <Waiting {...asked} />}
      {data && (
        <>
          <p class="muted small">
            <code>{`${data.file}:${data.line}`}</code>
          </p>
          <pre tabIndex={0} aria-label={texts.config} role="region">
            {data.yaml}
          </pre>
        </>
      )}
    </Card>
  )
}

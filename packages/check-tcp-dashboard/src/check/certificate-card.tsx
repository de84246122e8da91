import type { CheckWire } from 'check-tcp-monitor/http-api'
import { Card, Facts } from '../parts/card.js'
import { useMore } from '../parts/lazy.js'
import { Moment } from '../parts/time.js'

/** What the newest TLS handshake told. */
export function CertificateCard({ tls }: { readonly tls: NonNullable<CheckWire['tls']> }) {
  const { check: texts } = useMore()
  const { days_left: daysLeft, valid_to: validTo } = tls
  const isSoon = daysLeft !== undefined && daysLeft < 15
  return (
    <Card title={texts.certificate}>
      <Facts
        facts={[
          [
            texts.expires,
            validTo && daysLeft !== undefined && (
              <>
                <span class={isSoon ? 'is-over' : ''}>{texts.daysLeft(daysLeft)}</span>{' '}
                <Moment at={Date.parse(validTo)} />
              </>
            ),
          ],
          [texts.trusted, tls.trusted ? texts.yes : (tls.distrust ?? texts.no)],
          [texts.subject, tls.subject],
          [texts.names, tls.names?.join(', ')],
          [texts.issuer, tls.issuer],
          [texts.protocol, [tls.version, tls.cipher].filter(Boolean).join(', ')],
        ]}
      />
    </Card>
  )
}

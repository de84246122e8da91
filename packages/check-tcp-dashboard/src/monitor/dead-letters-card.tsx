import type { DeadLetterWire } from 'check-tcp-monitor/http-api'
import { useState } from 'preact/hooks'
import { describeError } from '../acts/describe-error.js'
import { useDesk } from '../api/desk.js'
import { useAsked } from '../api/use-asked.js'
import { Card } from '../parts/card.js'
import { Dialog } from '../parts/dialog.js'
import { useMore } from '../parts/lazy.js'
import { useWords } from '../parts/reader.js'
import { Moment } from '../parts/time.js'

const REFRESH_MS = 10_000

/** Which letters are to be sent again. */
type Chosen = { readonly all: true } | { readonly ids: readonly string[] }

/** Notices that nobody got, to be sent again. Nothing where there are none. */
export function DeadLettersCard() {
  const { t } = useWords()
  const { monitor: texts } = useMore()
  const { ask, access, notes } = useDesk()
  const [chosen, setChosen] = useState<Chosen>()
  const asked = useAsked<{ readonly dead_letters: readonly DeadLetterWire[] }>(
    '/api/v1/dead-letters',
    { every: REFRESH_MS },
  )
  const letters = asked.data?.dead_letters ?? []
  if (letters.length === 0) return null
  const mayAct = access.session.value.may.includes('operate')
  const resend = async () => {
    const path = '/api/v1/dead-letters/resend'
    const done = await ask<{ readonly resent: number }>(path, {
      method: 'POST',
      body: chosen ?? {},
    })
    notes.add(texts.resent(done.resent))
    asked.reload()
  }
  return (
    <Card
      title={texts.deadLetters}
      aside={
        <button type="button" disabled={!mayAct} onClick={() => setChosen({ all: true })}>
          {texts.resendAll}
        </button>
      }
    >
      <ul class="plain-list">
        {letters.map((letter) => (
          <li key={letter.id}>
            <div class="line">
              <span>
                {letter.summary} <span class="muted">{letter.channel}</span>
              </span>
              <button
                type="button"
                disabled={!mayAct}
                onClick={() => setChosen({ ids: [letter.id] })}
              >
                {texts.resend}
              </button>
            </div>
            <p class="muted small">
              <Moment at={Date.parse(letter.at)} /> {letter.error}
            </p>
          </li>
        ))}
      </ul>
      {chosen && (
        <Dialog
          title={texts.resend}
          hint={texts.resendHint('all' in chosen ? letters.length : 1)}
          submit={{ label: texts.resend, act: resend }}
          describe={(error) => describeError(error, t)}
          onClose={() => setChosen(undefined)}
        />
      )}
    </Card>
  )
}

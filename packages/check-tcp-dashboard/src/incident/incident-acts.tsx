import type { EvidenceWire, IncidentWire } from 'check-tcp-monitor/http-api'
import { useState } from 'preact/hooks'
import { AcknowledgeDialog } from '../acts/acknowledge.js'
import { describeError } from '../acts/describe-error.js'
import { SilenceDialog } from '../acts/silence.js'
import { useDesk } from '../api/desk.js'
import { Icon } from '../parts/icon.js'
import { useMore } from '../parts/lazy.js'
import { useWords } from '../parts/reader.js'

interface IncidentActsProps {
  readonly incident: IncidentWire
  readonly onDone: () => void
}

/** What can be done about an incident. */
export function IncidentActs({ incident, onDone }: IncidentActsProps) {
  const { t } = useWords()
  const more = useMore()
  const { ask, access, notes } = useDesk()
  const [asked, setAsked] = useState<'acknowledge' | 'silence'>()
  const [isLooking, setLooking] = useState(false)
  const mayAct = access.session.value.may.includes('operate')
  const isOpen = incident.closed_at === undefined
  const isCheck = incident.subject === 'check'
  if (!isOpen && !isCheck) return null
  const explain = async () => {
    setLooking(true)
    try {
      const path = `/api/v1/checks/${encodeURIComponent(incident.subject_id)}/explain`
      const { reason } = await ask<EvidenceWire>(path, { method: 'POST', body: {} })
      notes.add(reason)
      onDone()
    } catch (error) {
      notes.add(describeError(error, t), { isError: true })
    } finally {
      setLooking(false)
    }
  }
  const common = { onDone, onClose: () => setAsked(undefined) }
  return (
    <div class="acts">
      {isCheck && (
        <button type="button" disabled={!mayAct || isLooking} onClick={explain}>
          {isLooking ? more.incident.explaining : more.incident.explain}
        </button>
      )}
      {isOpen && !incident.acknowledged && (
        <button type="button" disabled={!mayAct} onClick={() => setAsked('acknowledge')}>
          <Icon name="seen" /> {t.acts.acknowledge}
        </button>
      )}
      {isOpen && isCheck && (
        <button type="button" disabled={!mayAct} onClick={() => setAsked('silence')}>
          <Icon name="muted" /> {t.acts.silence}
        </button>
      )}
      {!mayAct && (
        <span class="muted">
          {access.session.value.sign_in ? t.acts.needsRole : t.acts.noToken}
        </span>
      )}
      {asked === 'acknowledge' && <AcknowledgeDialog incidents={[incident.id]} {...common} />}
      {asked === 'silence' && <SilenceDialog matches={[incident.subject_id]} {...common} />}
    </div>
  )
}

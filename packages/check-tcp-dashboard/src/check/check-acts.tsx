import type { CheckWire, ResultWire } from 'check-tcp-monitor/http-api'
import { useState } from 'preact/hooks'
import { AcknowledgeDialog } from '../acts/acknowledge.js'
import { describeError } from '../acts/describe-error.js'
import { MaintenanceDialog } from '../acts/maintenance.js'
import { SilenceDialog } from '../acts/silence.js'
import { useDesk } from '../api/desk.js'
import { Icon } from '../parts/icon.js'
import { useMore } from '../parts/lazy.js'
import { incidentPath } from '../parts/paths.js'
import { useWords } from '../parts/reader.js'

interface CheckActsProps {
  readonly check: CheckWire
  readonly onDone: () => void
}

type Asked = 'acknowledge' | 'silence' | 'maintenance'

/** What can be done about a check. */
export function CheckActs({ check, onDone }: CheckActsProps) {
  const { t, response, error: inWords } = useWords()
  const more = useMore()
  const { ask, access, notes } = useDesk()
  const [asked, setAsked] = useState<Asked>()
  const [isRunning, setRunning] = useState(false)
  const mayAct = access.session.value.may.includes('operate')
  const { incident } = check
  const run = async () => {
    setRunning(true)
    try {
      const path = `/api/v1/checks/${encodeURIComponent(check.id)}/run`
      const { error, response_time: time } = await ask<ResultWire>(path, { method: 'POST' })
      notes.add(error ? inWords(error) : more.acts.ran(time === undefined ? '' : response(time)), {
        isError: error !== undefined,
      })
      onDone()
    } catch (error) {
      notes.add(describeError(error, t), { isError: true })
    } finally {
      setRunning(false)
    }
  }
  const close = () => setAsked(undefined)
  const common = { onDone, onClose: close }
  return (
    <div class="acts">
      <button
        type="button"
        disabled={!mayAct || isRunning || check.locations !== undefined}
        onClick={run}
      >
        {isRunning ? more.acts.running : more.acts.run}
      </button>
      {incident && !incident.acknowledged && (
        <button type="button" disabled={!mayAct} onClick={() => setAsked('acknowledge')}>
          <Icon name="seen" /> {t.acts.acknowledge}
        </button>
      )}
      <button type="button" disabled={!mayAct} onClick={() => setAsked('silence')}>
        <Icon name="muted" /> {t.acts.silence}
      </button>
      <button type="button" disabled={!mayAct} onClick={() => setAsked('maintenance')}>
        <Icon name="pause" /> {more.acts.maintenance}
      </button>
      {incident && (
        <a class="button" href={incidentPath(incident.id)} data-page>
          {more.check.openIncident}
        </a>
      )}
      {!mayAct && (
        <span class="muted">
          {access.session.value.sign_in ? t.acts.needsRole : t.acts.noToken}
        </span>
      )}
      {asked === 'acknowledge' && incident && (
        <AcknowledgeDialog incidents={[incident.id]} {...common} />
      )}
      {asked === 'silence' && <SilenceDialog matches={[check.id]} {...common} />}
      {asked === 'maintenance' && <MaintenanceDialog matches={check.id} {...common} />}
    </div>
  )
}

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { validateCheck } from 'check-tcp'
import { describe, expect, it } from 'vitest'
import { makeAuthority, makeCertificate } from '../../../check-tcp/test/support/make-certificate.js'
import { DEFAULT_AGENT_SETTINGS } from '../../src/config/read-agent-settings.js'
import type { AgentSettings } from '../../src/core/config/agent-settings.js'
import { type Answer, startHttpReceiver } from '../support/http-receiver.js'
import { RunningFleet } from './running-fleet.js'

const LOCATIONS = '{ fra: {} }'

const check = (name: string, port: number, more = '') =>
  `- { name: ${name}, plugin: check_tcp_connection, parameters: { host: 127.0.0.1, port: ${port} }${more && `, ${more}`} }`

const own = (settings: Partial<AgentSettings>) => ({ ...DEFAULT_AGENT_SETTINGS, ...settings })

/** Results that the agent has made from now on. */
function madeBy(agent: Awaited<ReturnType<RunningFleet['startAgent']>>): string[] {
  const made: string[] = []
  agent.monitor.events.subscribe((event) => {
    if (event.type === 'result') made.push(event.data.checkId)
  })
  return made
}

describe('an agent with settings of its own', () => {
  it('drops the oldest results beyond the size of its spool, and declares the gap', async () => {
    await using fleet = await RunningFleet.create()
    const open = await fleet.serve()
    await fleet.startHub([check('web', open.port)], LOCATIONS)
    const spool = { bytes: 1_000, ageMs: 86_400_000 }
    const agent = await fleet.startAgent('fra', undefined, own({ spool }))
    await expect.poll(() => fleet.status('web')?.verdict).toBe('up')
    await fleet.stopHub()
    const made = madeBy(agent)
    await expect.poll(() => made.length).toBeGreaterThan(8)
    await fleet.startHub([check('web', open.port)], LOCATIONS)
    await expect
      .poll(() => fleet.ask('/api/v1/locations'))
      .toMatchObject({ json: { locations: [{ lost: { results: expect.any(Number) } }] } })
  })

  it('reports to a hub that wants a certificate by the one that they name', async () => {
    await using fleet = await RunningFleet.create()
    const open = await fleet.serve()
    const authority = makeAuthority('agents')
    const { certificate, key } = makeCertificate({ name: 'fra', by: authority })
    const pathOf = (name: string) => join(fleet.folder, name)
    await writeFile(pathOf('agents.pem'), authority.certificate)
    await writeFile(pathOf('fra.pem'), certificate)
    await writeFile(pathOf('fra.key'), key)
    fleet.hubSettings = ', client_ca: agents.pem'
    await fleet.startHub([check('web', open.port)], '{ fra: {}, nyc: {} }')
    const tls = { certificate: pathOf('fra.pem'), key: pathOf('fra.key') }
    await fleet.startAgent('fra', undefined, own({ tls }))
    await expect.poll(() => fleet.said('web')).toMatchObject({ fra: 'up' })
    await expect(fleet.startAgent('nyc')).rejects.toThrow(/wants a certificate of its agents/)
  })

  it('asks canaries of its own, and tells its hub nothing of them', async () => {
    await using fleet = await RunningFleet.create()
    const [open, near] = [await fleet.serve(), await fleet.serve()]
    await fleet.startHub([check('web', open.port)], LOCATIONS)
    const canary = validateCheck({ host: '127.0.0.1', port: near.port })
    const agent = await fleet.startAgent('fra', undefined, own({ canaries: [canary] }))
    const id = `canary 127.0.0.1:${near.port}`
    await expect.poll(() => agent.monitor.statusOf(id)?.verdict).toBe('up')
    await expect.poll(() => fleet.status('web')?.verdict).toBe('up')
    await fleet.stopAgent('fra')
    await fleet.startAgent('fra')
    await expect
      .poll(() =>
        fleet.hub?.store.queries
          .results({ checkId: 'web', limit: 9 })
          .then(({ results }) => results.length),
      )
      .toBeGreaterThan(2)
    expect((await fleet.hub?.store.queries.results({ checkId: id, limit: 9 }))?.results).toEqual([])
  })
})

/** A receiver, and the settings by which an agent that is alone notifies it. */
async function receiver(answer?: () => Answer) {
  const started = await startHttpReceiver(answer)
  const channels = [{ kind: 'webhook', name: 'ops', url: started.url }]
  const messages = () => started.received.map(({ body }) => JSON.parse(body).title as string)
  return { started, messages, settings: own({ alone: { afterMs: 300, channels } }) }
}

describe('an agent that no hub answers', () => {
  it('notifies of what is down from there, and nobody once a hub answers', async () => {
    await using fleet = await RunningFleet.create()
    const { started, messages, settings } = await receiver()
    await using _ = started
    const [web, quiet, api] = [await fleet.serve(), await fleet.serve(), await fleet.serve()]
    const checks = [
      check('web', web.port),
      check('quiet', quiet.port, 'alert: false'),
      check('api', api.port),
    ]
    await fleet.startHub(checks, LOCATIONS)
    const agent = await fleet.startAgent('fra', undefined, settings)
    const verdict = (id: string) => agent.monitor.statusOf(id)?.verdict
    await expect.poll(() => fleet.status('web')?.verdict).toBe('up')
    await web.close()
    await quiet.close()
    await expect.poll(() => fleet.status('web')?.verdict).toBe('down')
    await expect.poll(() => verdict('quiet')).toBe('down')
    expect([agent.isAlone, messages()]).toEqual([false, []])
    await fleet.stopHub()
    await expect
      .poll(messages)
      .toEqual([
        expect.stringMatching(/^DOWN web .*; seen from fra alone, since no hub answers there$/),
      ])
    // A send that is cut off before its answer is noted would be made again.
    await expect.poll(() => fleet.agentLog).toContain('notices were delivered')
    // A restart forgets neither.
    await fleet.stopAgent('fra')
    const next = await fleet.startAgent('fra', undefined, settings)
    await expect.poll(() => next.isAlone).toBe(true)
    await fleet.startHub(checks, LOCATIONS)
    await expect.poll(() => next.isAlone).toBe(false)
    await api.close()
    await expect.poll(() => fleet.status('api')?.verdict).toBe('down')
    await fleet.serve(web.port)
    // Who was notified is notified of the end, and of nothing else.
    await expect.poll(messages).toHaveLength(2)
    expect(messages()[1]).toMatch(/^RESOLVED web .*; seen from fra alone/)
    expect([next.isAlone, next.monitor.statusOf('api')?.verdict]).toEqual([false, 'down'])
  })

  it('notifies nobody while a hub answers it that it is not let in', async () => {
    await using fleet = await RunningFleet.create()
    const { started, messages, settings } = await receiver()
    await using _ = started
    const web = await fleet.serve()
    await fleet.startHub([check('web', web.port)], LOCATIONS)
    const agent = await fleet.startAgent('fra', undefined, settings)
    await expect.poll(() => fleet.status('web')?.verdict).toBe('up')
    await fleet.ask('/api/v1/locations/fra/revoke', 'POST')
    await web.close()
    await expect.poll(() => agent.monitor.statusOf('web')?.verdict).toBe('down')
    expect(agent.isAlone).toBe(false)
    expect(messages()).toEqual([])
  })
})

import { writeFileSync } from 'node:fs'
import { createLab, type Host, type Lab, labRequirements, servicesOn } from 'check-tcp-lab'
import { describe, expect, it } from 'vitest'
import type { Situation } from '../../../check-tcp/test/explain/situation.js'
import { SITUATIONS } from '../../../check-tcp/test/explain/situations.js'
import { mailsIn } from '../support/mail/mails-in-namespace.js'
import { MonitorHome, TOKEN } from './running-monitor.js'

const labs = labRequirements()
const leftOut = labs.available ? '' : ` (left out: ${labs.because})`

/** Those of the lab of `explain` in which a target goes down, by their titles. */
export const SITUATIONS_WITH_OUTAGES = [
  'nothing listens on the port, behind a router',
  'nothing listens on the port of this machine',
  'the service listens on loopback only',
  'the accept queue of the service is full, on another machine',
  "the target's firewall drops what comes to the port",
  'a firewall on the way drops what goes to the port',
  'a firewall on the way refuses the port with a RST',
  'a firewall two hops away answers admin-prohibited',
  "the target's own firewall answers admin-prohibited",
  'the router has no route to the address',
  'no machine on the local network has the address',
  'the host is there and drops everything',
]

function chosenOf(titles: readonly string[]) {
  return titles.map((title) => {
    const situation = Object.values(SITUATIONS)
      .flat()
      .find((each) => each.title === title)
    if (!situation) throw new RangeError(`there is no situation in which ${title}`)
    return [situation.right[0] ?? '', title, situation] as const
  })
}

interface Evidence {
  readonly reason: string
  readonly reason_name: string
  readonly fault: string
  readonly next_step?: string
  readonly took: number
  readonly lines: readonly string[]
}

/** What the API of a monitor answers, asked for where it runs. */
async function asked<T>(host: Host, url: string): Promise<T> {
  const script = `fetch('${url}', { headers: { authorization: 'Bearer ${TOKEN}' } })
    .then((response) => response.text()).then((text) => console.log(text))`
  return JSON.parse(await host.run(process.execPath, ['-e', script])) as T
}

function configOf(
  { parameters }: Situation,
  lab: Parameters<Situation['parameters']>[0],
  port: number,
) {
  const check = { name: 'db', plugin: 'check_tcp_connection', parameters: parameters(lab) }
  const mail = {
    ...{ kind: 'email', host: '127.0.0.1', port, secure: false },
    ...{ from: 'monitor@mail.test', to: ['ops@mail.test'] },
  }
  return {
    ...{ directory: './history', location: 'lab' },
    http: { listen: '127.0.0.1:0', token: TOKEN },
    defaults: { every: '1h', confirm: 1 },
    alerting: {
      channels: { mail },
      routes: [{ name: 'all', channels: ['mail'], group_wait: '0s' }],
    },
    checks: [check],
  }
}

/** A machine so busy that there was no evidence within the 10 s for which a notice waits gets another outage. */
async function outageOf(situation: Situation, lab: Lab) {
  for (;;) {
    const { evidence, mail, kinds } = await oneOutage(situation, lab)
    const [found] = evidence
    if (found && mail.includes('Evidence: ')) {
      expect(evidence).toHaveLength(1)
      return { found, mail, kinds }
    }
    expect(kinds).toEqual(expect.arrayContaining(['observation', 'opened', 'queued']))
  }
}

async function oneOutage(situation: Situation, lab: Lab) {
  const { prober } = lab
  await using mails = await mailsIn(prober.namespace)
  using home = new MonitorHome()
  writeFileSync(home.config, JSON.stringify(configOf(situation, lab, mails.port)))
  await using monitor = await home.start(['ip', 'netns', 'exec', prober.namespace])
  await expect.poll(() => mails.texts.length, { timeout: 120_000 }).toBe(1)
  const incidents = `${monitor.url}/api/v1/incidents`
  const list = await asked<{ incidents: readonly { id: string }[] }>(prober, incidents)
  const one = `${incidents}/${list.incidents[0]?.id}`
  const { evidence } = await asked<{ evidence: readonly Evidence[] }>(prober, one)
  const { entries } = await asked<{ entries: readonly { kind: string }[] }>(
    prober,
    `${one}/timeline`,
  )
  return { evidence, mail: mails.texts[0] ?? '', kinds: entries.map(({ kind }) => kind) }
}

/** What a monitor finds of these situations of the lab of `explain`, by their titles: one test for each. */
export function describeEvidence(titles: readonly string[]): void {
  describe.skipIf(!labs.available)(`what a monitor finds of an outage${leftOut}`, () => {
    it.each(chosenOf(titles))(
      'says %s, in the incident and in the mail, when %s',
      async (_, __, situation) => {
        await using lab = await createLab(situation.lab)
        await using onTarget = servicesOn(lab.target)
        await using onProber = servicesOn(lab.prober)
        await situation.arrange?.(lab, { onTarget, onProber })
        const { found, mail, kinds } = await outageOf(situation, lab)
        expect(situation.right, JSON.stringify(found, null, 1)).toContain(found.reason_name)
        expect(found.fault).toBe(situation.fault)
        expect(found.lines[0]).toContain(found.reason)
        expect(mail).toContain(`Evidence: ${found.reason}`)
        if (found.next_step !== undefined) expect(mail).toContain(`Next step: ${found.next_step}`)
        expect(kinds).toEqual(
          expect.arrayContaining(['observation', 'opened', 'queued', 'evidence']),
        )
        expect(kinds.indexOf('evidence')).toBeGreaterThan(kinds.indexOf('queued'))
      },
    )
  })
}

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { countPackets, createLab, type Lab, labRequirements, startDnsmasq } from 'check-tcp-lab'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { COMMAND } from '../cli/support/run-command.js'
import { type TemporaryFolder, temporaryFolder } from '../cli/support/temporary-folder.js'

/** Every command that names a target itself. */
const COMMANDS: Readonly<Record<string, string>> = {
  check: 'secret:2000 --timeout 1',
  wait: 'wait secret:2000 --for 1',
  watch: 'watch secret:2000 --count 2 --interval 0.1',
  explain: 'explain secret:2000 --ports 22 --deadline 1',
  'policy test': 'policy test secret:2000',
}

const labs = labRequirements()
const leftOut = labs.available ? '' : ` (left out: ${labs.because})`

describe.skipIf(!labs.available)(`a short name that a search domain completes${leftOut}`, () => {
  let lab: Lab
  let folder: TemporaryFolder
  let packets: () => Promise<number>

  const run = async (words: string, policy: object) => {
    const file = join(folder.path, 'policy.yaml')
    await writeFile(file, JSON.stringify(policy))
    const line = `"$0" "$1" ${words} --policy ${file} 2>&1; echo "exit $?"`
    return lab.prober.run('sh', ['-c', line, process.execPath, COMMAND])
  }

  beforeAll(async () => {
    lab = await createLab()
    folder = await temporaryFolder()
    const { ipv4, ipv6 } = lab.target
    await startDnsmasq(lab.target, { 'secret.test': [ipv4, ipv6] })
    await lab.prober.writeEtc('resolv.conf', `nameserver ${ipv4}\nsearch test\n`)
    packets = await countPackets(lab.prober, 'meta l4proto { tcp, udp, icmp } th dport != 53')
  })
  afterAll(async () => {
    await lab.dispose()
    await folder[Symbol.asyncDispose]()
  })

  it.each(Object.entries(COMMANDS))('is denied by its whole name in %s', async (_, words) => {
    const said = await run(words, { rules: [{ deny: { hosts: ['secret.test'] } }] })
    expect(said.trim()).toMatch(/exit 3$/)
    expect(await packets()).toBe(0)
  })

  it('has no other port of it compared that is denied by its whole name', async () => {
    const toPort = await countPackets(lab.prober, 'tcp dport 22', 'compared')
    const deny = { hosts: ['secret.test'], ports: [22] }
    const said = await run(COMMANDS.explain ?? '', { rules: [{ deny }] })
    expect(said).toContain('port 2000')
    expect(await toPort()).toBe(0)
  })

  it('is allowed by its whole name where all else is denied, and the result tells it', async () => {
    const policy = { rules: [{ allow: { hosts: ['secret.test'] } }], default: 'deny' }
    const said = await run(`${COMMANDS.check} --output json`, policy)
    expect(JSON.parse(said.replace(/exit \d+\s*$/, ''))).toMatchObject({
      error: 'Connection refused',
      details: { name: 'secret.test' },
    })
  })
})

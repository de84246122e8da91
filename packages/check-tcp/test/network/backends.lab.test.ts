import { createLab, labRequirements, servicesOn } from 'check-tcp-lab'
import { describe, expect, it } from 'vitest'
import { COMMAND } from '../cli/support/run-command.js'

const PORT = 2_000

const labs = labRequirements()
const leftOut = labs.available ? '' : ` (left out: ${labs.because})`

/** What the command prints of a name with two addresses, one of which refuses. */
async function outputOf(output: string): Promise<string> {
  await using lab = await createLab()
  await using services = servicesOn(lab.target)
  await services.listen({ port: PORT, address: lab.target.ipv4 })
  const { ipv4, ipv6 } = lab.target
  await lab.prober.writeEtc('hosts', `${ipv4} backends.test\n${ipv6} backends.test\n`)
  const args = [`backends.test:${PORT}`, '--addresses', 'all', '--output', output]
  // A check that failed ends with 1 (2 for nagios), which is no failure of the program.
  const script = '"$@"; [ $? -le 2 ]'
  const text = await lab.prober.run('sh', ['-c', script, 'sh', process.execPath, COMMAND, ...args])
  return text.replaceAll(ipv4, 'IPV4').replaceAll(ipv6, 'IPV6')
}

const JSON_BACKENDS = [
  /"address":\s*"IPV4",\s*"family":\s*4,\s*"connected":\s*true/,
  /"address":\s*"IPV6",\s*"family":\s*6,\s*"connected":\s*false/,
]
const LINES = [/IPV4 connected within /, /IPV6 Connection refused in .* fault: target/]

describe.skipIf(!labs.available)(`--addresses all${leftOut}`, () => {
  it.each([
    ['human', LINES],
    ['nagios', LINES],
    ['tap', LINES],
    ['junit', LINES],
    ['json', JSON_BACKENDS],
    ['ndjson', JSON_BACKENDS],
  ])('has each backend in %s', async (output, backends) => {
    const text = await outputOf(output)
    for (const backend of backends) expect(text).toMatch(backend)
  })
})

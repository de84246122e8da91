import { createLab, type Lab, labRequirements, servicesOn, useNameServers } from 'check-tcp-lab'
import { describe, expect, it } from 'vitest'
import { COMMAND } from './support/run-command.js'

const labs = labRequirements()
const leftOut = labs.available ? '' : ` (left out: ${labs.because})`

function run({ prober }: Lab, output: string): Promise<string> {
  const words = `${COMMAND} name.test:80 --timeout 0.5 --output ${output}`
  return prober.run('sh', ['-c', `${process.execPath} ${words} || test $? -le 3`])
}

interface Case {
  readonly title: string
  readonly servers: (lab: Lab) => readonly string[]
  readonly arrange: (lab: Lab) => Promise<unknown>
  readonly cause: string
  readonly words: (lab: Lab) => string
}

const silence = ({ target }: Lab) => target.nft('add rule inet lab input udp dport 53 drop')

const CASES: readonly Case[] = [
  {
    title: 'is silent',
    servers: ({ target }) => [target.ipv4],
    arrange: silence,
    cause: 'name_server_silent',
    words: ({ target }) => `the name server ${target.ipv4} did not answer in time`,
  },
  {
    title: 'is silent, in IPv6',
    servers: ({ target }) => [target.ipv6],
    arrange: silence,
    cause: 'name_server_silent',
    words: ({ target }) => `the name server ${target.ipv6} did not answer in time`,
  },
  {
    title: 'is not there',
    servers: ({ target }) => [target.ipv4],
    arrange: async () => {},
    cause: 'name_server_not_listening',
    words: ({ target }) => `nothing listens where the name server ${target.ipv4} should be`,
  },
]

describe.skipIf(!labs.available)(`a name server that fails is named${leftOut}`, () => {
  it.concurrent.each(CASES)('when it $title', async ({ servers, arrange, cause, words }) => {
    await using lab = await createLab()
    await useNameServers(lab.prober, servers(lab))
    await arrange(lab)
    const { details } = JSON.parse(await run(lab, 'json'))
    expect(details).toMatchObject({ cause, name_servers: servers(lab) })
    expect(details.attempts[0].name_servers).toEqual(servers(lab))
    expect(await run(lab, 'human')).toContain(words(lab))
    const [first] = (await run(lab, 'nagios')).split('\n')
    expect(first).toContain(words(lab))
  })

  it.concurrent('when both of two are silent, and the check waits long enough to ask both', async () => {
    await using lab = await createLab()
    const servers = [lab.target.ipv4, lab.target.ipv6]
    await useNameServers(lab.prober, servers)
    await silence(lab)
    const words = `${COMMAND} name.test:80 --timeout 2 --output json`
    const said = await lab.prober.run('sh', ['-c', `${process.execPath} ${words} || test $? = 1`])
    expect(JSON.parse(said).details.name_servers).toEqual(servers)
  })

  it.concurrent('when it refuses to answer', async () => {
    await using lab = await createLab()
    await using services = servicesOn(lab.target)
    await services.serveNames([{ name: 'name.test', answer: 'REFUSED' }])
    await useNameServers(lab.prober, [lab.target.ipv4])
    expect(await run(lab, 'human')).toContain(
      `the name server ${lab.target.ipv4} refused to answer`,
    )
  })
})

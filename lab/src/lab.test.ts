import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createLab } from './lab.js'
import { countConnects } from './network/count-packets.js'
import { countSyns, drop, dropFirstSyns, resetAfterHandshake } from './network/firewall.js'
import { addHostNames, useNameServers } from './network/name-files.js'
import { labRequirements } from './packages/requirements.js'
import { startProber } from './prober/prober.js'
import { servicesOn } from './services/services.js'

const labs = labRequirements()
const title = labs.available ? 'a lab' : `a lab (left out: ${labs.because})`

describe.skipIf(!labs.available)(title, () => {
  it('joins prober and target in both families, with no SYN sent twice', async () => {
    await using lab = await createLab()
    await using services = servicesOn(lab.target)
    await using prober = await startProber(lab.prober)
    await services.listen({ port: 2000 })
    for (const host of [lab.target.ipv4, lab.target.ipv6]) {
      const result = await prober.check({ host, port: 2000, timeout: 3 })
      expect(result).toMatchObject({ connected: true, details: { syn_retransmits: 0 } })
    }
  })

  it('puts a router between prober and target where asked', async () => {
    await using lab = await createLab({ router: true })
    await using services = servicesOn(lab.target)
    await using prober = await startProber(lab.prober)
    await services.listen({ port: 2000 })
    for (const host of [lab.target.ipv4, lab.target.ipv6]) {
      const result = await prober.check({ host, port: 2000, timeout: 3 })
      expect(result).toMatchObject({ connected: true, details: { syn_retransmits: 0 } })
    }
  })

  it('drops the first SYNs of each connection, and counts every SYN that leaves, or every connect once', async () => {
    await using lab = await createLab()
    await using services = servicesOn(lab.target)
    await using prober = await startProber(lab.prober)
    await services.listen({ port: 2000 })
    await dropFirstSyns(lab.target, { port: 2000 }, 1)
    const syns4 = await countSyns(lab.prober, lab.target.ipv4, 4)
    const syns6 = await countSyns(lab.prober, lab.target.ipv6, 6)
    const connects = await countConnects(lab.prober)
    const hosts = [lab.target.ipv4, lab.target.ipv4, lab.target.ipv6]
    const parameters = hosts.map((host) => ({ host, port: 2000, timeout: 5 }))
    const results = await prober.checkAll(parameters, hosts.length)
    expect(results.map(({ connected }) => connected)).toEqual([true, true, true])
    expect([await syns4(), await syns6(), await connects()]).toEqual([4, 2, 3])
  })

  it('sees whether connections end by FIN or by RST', async () => {
    await using lab = await createLab()
    await using services = servicesOn(lab.target)
    await using prober = await startProber(lab.prober)
    await services.listen({ port: 2000, behaviour: 'banner' })
    const target = { host: lab.target.ipv4, port: 2000, timeout: 3 }
    await prober.check(target)
    expect(await services.closings(2000, 1)).toEqual({ fin: 1, rst: 0 })
    await prober.check({ ...target, source_port: 3000 })
    expect(await services.closings(2000, 2)).toEqual({ fin: 1, rst: 1 })
  })

  it('has servers with a full queue, stopped ones, and connections reset at once', async () => {
    await using lab = await createLab()
    await using services = servicesOn(lab.target)
    await using prober = await startProber(lab.prober)
    await services.listenStopped(2001, { full: true })
    await services.listenStopped(2002, { full: false })
    await services.listen({ port: 2003 })
    await resetAfterHandshake(lab.target, { port: 2003 })
    await services.listen({ port: 2004, behaviour: 'reset' })
    const check = (port: number) => prober.check({ host: lab.target.ipv4, port, timeout: 0.5 })
    expect(await check(2001)).toMatchObject({ details: { failure: 'timeout' } })
    expect(await check(2002)).toMatchObject({ connected: true })
    expect(await check(2003)).toMatchObject({ details: { failure: 'connection_reset' } })
  })

  it('gives each host its own names and name servers', async () => {
    await using lab = await createLab()
    await using services = servicesOn(lab.target)
    await using prober = await startProber(lab.prober)
    await services.listen({ port: 2000 })
    await services.serveNames([
      { name: 'served.test', type: 'A', answer: [lab.target.ipv4], delayMs: 20 },
      { name: 'broken.test', answer: 'SERVFAIL' },
      { name: 'forged.test', answer: 'wrong_id' },
    ])
    await useNameServers(lab.prober, [lab.target.ipv4])
    await addHostNames(lab.prober, { 'filed.test': [lab.target.ipv6] })
    const check = (host: string) => prober.check({ host, port: 2000, timeout: 3 })
    expect(await check('served.test')).toMatchObject({ details: { address: lab.target.ipv4 } })
    expect(await check('filed.test')).toMatchObject({ details: { address: lab.target.ipv6 } })
    expect(await check('broken.test')).toMatchObject({ details: { failure: 'dns_unavailable' } })
    expect(await check('forged.test')).toMatchObject({ details: { failure: 'dns_unavailable' } })
    expect(await check('other.test')).toMatchObject({ details: { failure: 'host_not_found' } })
    expect(await services.queriesFor('served.test')).toBeGreaterThan(0)
  })

  it('runs beside other labs that use the same addresses, and leaves nothing behind', async () => {
    const labs = await Promise.all([createLab(), createLab(), createLab({ router: true })])
    const [first, second] = labs
    await drop(first.target, { port: 2000 })
    await using prober = await startProber(second.prober)
    const result = await prober.check({ host: second.target.ipv4, port: 2000 })
    expect(result).toMatchObject({ details: { failure: 'refused' } })
    await Promise.all(labs.map((lab) => lab.dispose()))
    const gone = labs.flatMap((lab) => [lab.prober.namespace, lab.target.namespace])
    expect(readdirSync('/run/netns').filter((name) => gone.includes(name))).toEqual([])
    expect(readdirSync('/etc/netns').filter((name) => gone.includes(name))).toEqual([])
  })

  it('removes what labs of killed processes left behind', async () => {
    const program = new URL('../dist/index.js', import.meta.url)
    const script = `
      const { createLab, servicesOn } = await import(${JSON.stringify(program.href)})
      const lab = await createLab()
      await servicesOn(lab.target).listen({ port: 2000 })
      console.log(lab.target.namespace)
      setInterval(() => {}, 60_000)`
    const owner = spawn(process.execPath, ['--input-type=module', '--eval', script])
    const [printed] = await once(owner.stdout, 'data')
    const left = String(printed).trim()
    expect(readdirSync('/run/netns')).toContain(left)
    owner.kill('SIGKILL')
    await once(owner, 'exit')
    await using _ = await createLab()
    expect(readdirSync('/run/netns')).not.toContain(left)
    expect(readdirSync('/etc/netns')).not.toContain(left)
  })
})

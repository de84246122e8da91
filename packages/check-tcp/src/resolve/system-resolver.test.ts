import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import {
  type NameRule,
  type NameServer,
  openNameServer,
} from '../../../../lab/src/services/name-server.js'
import type { Family } from '../core/target/ip-address.js'
import { createSystemResolver } from './system-resolver.js'

const BOTH: readonly Family[] = [6, 4]
const never = () => new AbortController().signal

describe('createSystemResolver', () => {
  const opened: NameServer[] = []
  const folders: string[] = []
  afterEach(() => {
    for (const server of opened.splice(0)) server.close()
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
  })

  async function serve(...rules: NameRule[]): Promise<NameServer> {
    const server = await openNameServer(rules, { port: 0, address: '127.0.0.1' })
    opened.push(server)
    return server
  }

  function resolverOf(servers: readonly NameServer[], resolvConf = '', nsswitch?: string) {
    const folder = mkdtempSync(join(tmpdir(), 'check-tcp-'))
    folders.push(folder)
    writeFileSync(join(folder, 'resolv.conf'), resolvConf)
    writeFileSync(join(folder, 'hosts'), '192.0.2.9 both.example\n')
    if (nsswitch) writeFileSync(join(folder, 'nsswitch.conf'), `${nsswitch}\n`)
    return createSystemResolver({
      ...(nsswitch ? { nsswitchConf: join(folder, 'nsswitch.conf') } : {}),
      hostsFile: join(folder, 'hosts'),
      resolvConf: join(folder, 'resolv.conf'),
      servers: servers.map(({ port }) => `127.0.0.1:${port}`),
    })
  }

  it('gives the addresses of both families', async () => {
    const server = await serve({
      name: 'db.example',
      answer: ['192.0.2.1', '192.0.2.2', '2001:db8::1'],
    })
    const lookup = resolverOf([server]).lookup('db.example', BOTH, never())
    const texts = async (family: Family) => {
      const answer = await lookup.answer(family)
      return answer.kind === 'addresses' ? answer.addresses.map(({ text }) => text) : answer.kind
    }
    expect(await texts(4)).toEqual(['192.0.2.1', '192.0.2.2'])
    expect(await texts(6)).toEqual(['2001:db8::1'])
  })

  it('asks the sources that nsswitch.conf names, in their order', async () => {
    const server = await serve({ name: 'both.example', answer: ['192.0.2.1'] })
    const said = async (nsswitch: string, name = 'both.example') => {
      const lookup = resolverOf([server], '', nsswitch).lookup(name, [4], never())
      const answer = await lookup.answer(4)
      return answer.kind === 'addresses' ? answer.addresses.map(({ text }) => text) : answer
    }
    expect(await said('hosts: files dns')).toEqual(['192.0.2.9'])
    expect(await said('hosts: dns files')).toEqual(['192.0.2.1'])
    expect(await said('hosts: dns')).toEqual(['192.0.2.1'])
    const leftOut = { kind: 'none', code: 'ENOTFOUND', cause: 'nsswitch_leaves_out_dns' }
    expect(await said('hosts: files', 'other.example')).toEqual(leftOut)
    expect(await said('hosts: files [NOTFOUND=return] dns', 'other.example')).toEqual(leftOut)
    expect(await said('hosts: dns', 'localhost')).toEqual(['127.0.0.1'])
  })

  it('does not ask for IPv6 addresses where resolv.conf says no-aaaa', async () => {
    const server = await serve({ name: 'db.example', answer: ['192.0.2.1', '2001:db8::1'] })
    const resolver = resolverOf([server], 'options no-aaaa\n')
    const both = resolver.lookup('db.example', BOTH, never())
    expect((await both.answer(4)).kind).toBe('addresses')
    expect(await both.answer(6)).toEqual({ kind: 'none', code: 'ENODATA' })
    const alone = await resolver.lookup('db.example', [6], never()).answer(6)
    expect(alone).toEqual({ kind: 'none', code: 'ENODATA', cause: 'no_aaaa_is_set' })
  })

  it('gives one family out while the other is still awaited', async () => {
    const server = await serve(
      { name: 'db.example', type: 'A', answer: ['192.0.2.1'] },
      { name: 'db.example', type: 'AAAA', answer: 'silence' },
    )
    const abort = new AbortController()
    const lookup = resolverOf([server]).lookup('db.example', BOTH, abort.signal)
    expect((await lookup.answer(4)).kind).toBe('addresses')
    abort.abort()
    expect(await lookup.answer(6)).toMatchObject({ kind: 'failed', cause: 'name_server_silent' })
  })

  it.each([
    ['an unknown name', 'NXDOMAIN', { kind: 'none', code: 'ENOTFOUND' }],
    ['a name without addresses', [], { kind: 'none', code: 'ENODATA' }],
    ['a server that fails', 'SERVFAIL', { kind: 'failed', cause: 'name_server_failed' }],
    ['a server that refuses', 'REFUSED', { kind: 'failed', cause: 'name_server_refused' }],
  ] as const)('tells %s apart', async (_, answer, expected) => {
    const server = await serve({ name: 'db.example', answer })
    const lookup = resolverOf([server]).lookup('db.example', BOTH, never())
    expect(await lookup.answer(4)).toMatchObject(expected)
  })

  it('shares equal look-ups under way and asks again afterwards', async () => {
    const server = await serve({ name: 'db.example', answer: ['192.0.2.1'], delayMs: 20 })
    const resolver = resolverOf([server])
    const ask = () => resolver.lookup('db.example', [4], never()).answer(4)
    await Promise.all(Array.from({ length: 50 }, ask))
    expect(server.queriesFor('db.example')).toBe(1)
    await ask()
    expect(server.queriesFor('db.example')).toBe(2)
  })

  it('goes on for the others when one who shares a look-up leaves', async () => {
    const server = await serve({ name: 'db.example', answer: ['192.0.2.1'], delayMs: 50 })
    const resolver = resolverOf([server])
    const leaver = new AbortController()
    resolver.lookup('db.example', [4], leaver.signal)
    const stays = resolver.lookup('db.example', [4], never()).answer(4)
    leaver.abort()
    expect((await stays).kind).toBe('addresses')
  })

  it('tries the search domains and does not look for the other family in another domain', async () => {
    const server = await serve(
      { name: 'db.a.example', type: 'A', answer: ['192.0.2.1'] },
      { name: 'db.b.example', type: 'AAAA', answer: ['2001:db8::1'] },
    )
    const lookup = resolverOf([server], 'search x.example a.example b.example\n').lookup(
      'db',
      BOTH,
      never(),
    )
    expect(await lookup.answer(4)).toMatchObject({ kind: 'addresses', fullName: 'db.a.example' })
    expect(await lookup.answer(6)).toMatchObject({ kind: 'none', code: 'ENODATA' })
    expect(server.queriesFor('db.b.example')).toBe(0)
  })

  it('does not forget a name that exists when the next search domain does not have it', async () => {
    const server = await serve({ name: 'db.example', type: 'AAAA', answer: ['2001:db8::1'] })
    const lookup = resolverOf([server], 'search a.example\n').lookup('db.example', [4], never())
    expect(await lookup.answer(4)).toEqual({ kind: 'none', code: 'ENODATA' })
    expect(server.queriesFor('db.example.a.example')).toBe(1)
  })

  it('asks the next server at once when one fails', async () => {
    const bad = await serve({ name: 'db.example', answer: 'SERVFAIL' })
    const good = await serve({ name: 'db.example', answer: ['192.0.2.1'] })
    const lookup = resolverOf([bad, good]).lookup('db.example', [4], never())
    expect((await lookup.answer(4)).kind).toBe('addresses')
  })

  it('asks a silent server last the next time', async () => {
    const silent = await serve(
      { name: 'one.example', answer: 'silence' },
      { name: 'two.example', answer: 'silence' },
    )
    const good = await serve(
      { name: 'one.example', answer: ['192.0.2.1'] },
      { name: 'two.example', answer: ['192.0.2.2'] },
    )
    const resolver = resolverOf([silent, good])
    expect((await resolver.lookup('one.example', [4], never()).answer(4)).kind).toBe('addresses')
    expect((await resolver.lookup('two.example', [4], never()).answer(4)).kind).toBe('addresses')
    expect(silent.queriesFor('one.example')).toBeGreaterThan(0)
    expect(silent.queriesFor('two.example')).toBe(0)
  })

  it('reports the failure of the servers only when every one failed', async () => {
    const silent = await serve({ name: 'db.example', answer: 'silence' })
    const bad = await serve({ name: 'db.example', answer: 'SERVFAIL' })
    const resolver = resolverOf([bad, silent], 'options timeout:1 attempts:1\n')
    const answer = await resolver.lookup('db.example', [4], never()).answer(4)
    expect(answer).toMatchObject({ kind: 'failed', code: 'ESERVFAIL' })
  })

  it('prefers the hosts file, for both families', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'check-tcp-'))
    folders.push(folder)
    writeFileSync(join(folder, 'hosts'), '192.0.2.9 db.example\n')
    const server = await serve({ name: 'db.example', answer: ['2001:db8::1'] })
    const resolver = createSystemResolver({
      hostsFile: join(folder, 'hosts'),
      servers: [`127.0.0.1:${server.port}`],
    })
    const lookup = resolver.lookup('db.example', BOTH, never())
    expect(await lookup.answer(4)).toMatchObject({ addresses: [{ text: '192.0.2.9' }] })
    expect((await lookup.answer(6)).kind).toBe('none')
    expect(server.queriesFor('db.example')).toBe(0)
  })

  it('asks nobody for a name below invalid', async () => {
    const server = await serve({ name: 'db.invalid', answer: ['192.0.2.1'] })
    const lookup = resolverOf([server]).lookup('db.invalid', BOTH, never())
    expect(await lookup.answer(4)).toEqual({ kind: 'none', code: 'ENOTFOUND' })
    expect(server.queriesFor('db.invalid')).toBe(0)
  })
})

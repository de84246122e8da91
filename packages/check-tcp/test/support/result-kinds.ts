import {
  type CheckerOptions,
  type CheckResult,
  type CheckTcpConnectionParameters,
  createChecker,
  denyNetworks,
  type Engine,
} from 'check-tcp'
import type { Handshake } from '../../src/engine/engine.js'
import { closedPort, listening } from './listening.js'
import { makeAuthority, makeCertificate } from './make-certificate.js'
import { FULL_LOG, failedBy, OPEN_LOG, scriptedEngine, scriptedResolver } from './scripted-parts.js'
import { tlsService } from './tls-service.js'

const HOST = '127.0.0.1'

type Check = (
  parameters: Omit<CheckTcpConnectionParameters, 'host' | 'service'> & { readonly port: number },
  options?: CheckerOptions & { readonly host?: string; readonly signal?: AbortSignal },
) => Promise<CheckResult>

/** Makes a result of one kind, with real services where the system gives it, else with parts that are scripted. */
export type MakeResult = (check: Check, engine: Engine) => Promise<CheckResult>

/** Checks with an engine. */
export function checkWith(engine: Engine): Check {
  return async (parameters, { host = HOST, signal, ...options } = {}) => {
    const checker = createChecker({ engine, ...options })
    return checker.check({ host, ...parameters }, signal ? { signal } : {})
  }
}

const CONNECTED: Handshake = {
  kind: 'connected',
  connectMs: 0.2,
  sourceAddress: HOST,
  sourcePort: 40_000,
  synRetransmits: 0,
  selfConnected: false,
}

/** Of every connect. */
const ending =
  (...ends: readonly Handshake[]): MakeResult =>
  (check, { name }) =>
    check({ port: 9 }, { engine: scriptedEngine(name, ...ends) })

const AUTHORITY = makeAuthority('authority.test', { to: 5 })
const SOON_OVER = makeCertificate({ by: AUTHORITY, to: 9 })

export const SUCCESSES: Readonly<Record<string, MakeResult>> = {
  'a connection': async (check) => {
    await using open = await listening()
    return await check({ port: open.port, expected_response_time: 60 })
  },
  'a slow connection': async (check) => {
    await using open = await listening()
    return await check({ port: open.port, expected_response_time: 1e-9 })
  },
  'a refusal that was expected': async (check) =>
    check({ port: await closedPort(), expect: 'refused' }),
  'a service that is recognised': async (check) => {
    await using ssh = await listening((socket) => void socket.write('SSH-2.0-OpenSSH_9.6\r\n'))
    return await check({ port: ssh.port, banner: true })
  },
  'an answer, and a connection that stays': async (check) => {
    await using service = await listening((socket) => void socket.write('220 ready\r\n'))
    return await check({ port: service.port, receive: '220', hold: 0.01 })
  },
  'TLS whose chain expires soon': async (check) => {
    await using service = await tlsService(SOON_OVER, { chain: [AUTHORITY.certificate] })
    return await check({ port: service.port, tls: { expires_in: '14d' } })
  },
  'limits, and a turn that was waited for': async (check) => {
    await using open = await listening()
    return await check({ port: open.port }, { limits: { rate: 1_000, concurrencyPerHost: 1 } })
  },
  'a check that is on record': async (check) => {
    await using open = await listening()
    return await check({ port: open.port }, { audit: OPEN_LOG })
  },
  'a SYN that was sent again': ending({ ...CONNECTED, synRetransmits: 1 }),
  'a name that is looked up by another spelling': async (check, { name }) => {
    const address = { text: HOST, family: 4 } as const
    const resolver = scriptedResolver({ kind: 'addresses', addresses: [address] })
    const engine = scriptedEngine(name, CONNECTED)
    return check({ port: 9 }, { host: 'bücher.example', resolver, engine })
  },
}

const SELF: Handshake = { ...CONNECTED, selfConnected: true }

const NAME_SERVER = { code: 'ESERVFAIL', cause: 'name_server_failed', servers: ['192.0.2.53'] }

/** One or more ways to each failure of the table. */
export const FAILED: Readonly<Record<string, MakeResult>> = {
  refused: async (check) => check({ port: await closedPort(), attempts: 2, retry_delay: 0 }),
  'refused, once it had connected to itself': ending(SELF, failedBy('ECONNREFUSED')),
  timeout: ending({ kind: 'timeout', connectMs: 10_000 }),
  host_not_found: (check) =>
    check(
      { port: 9 },
      { host: 'a.test', resolver: scriptedResolver({ kind: 'none', code: 'ENOTFOUND' }) },
    ),
  dns_unavailable: (check) =>
    check(
      { port: 9 },
      { host: 'a.test', resolver: scriptedResolver({ kind: 'failed', ...NAME_SERVER }) },
    ),
  network_unreachable: ending(failedBy('EHOSTUNREACH')),
  permission_denied: ending(failedBy('EPERM')),
  port_in_use: (check, { name }) => {
    const engine = scriptedEngine(name, failedBy('EADDRINUSE', 'bind'))
    return check({ port: 9, source_port: 40_000 }, { engine })
  },
  connection_reset: ending(failedBy('ECONNRESET')),
  tls_failed: async (check) => {
    await using plain = await listening((socket) => void socket.end('no TLS here\r\n'))
    return await check({ port: plain.port, tls: true })
  },
  starttls_failed: async (check) => {
    await using plain = await listening((socket) => void socket.end('500 go away\r\n'))
    return await check({ port: plain.port, tls: { starttls: 'smtp' } })
  },
  certificate_expired: async (check) => {
    await using service = await tlsService(makeCertificate({ from: -9, to: -2 }))
    return await check({ port: service.port, tls: { verify: true } })
  },
  certificate_not_trusted: async (check) => {
    await using service = await tlsService(makeCertificate())
    return await check({ port: service.port, tls: { verify: true } })
  },
  tls_setup_failed: async (check) => {
    await using open = await listening()
    return await check({ port: open.port, tls: { ca: '/nowhere/ca.pem' } })
  },
  unexpected_answer: async (check) => {
    await using service = await listening((socket) => void socket.end('421 busy\r\n'))
    return await check({ port: service.port, receive: '220' })
  },
  not_as_expected: async (check) => {
    await using open = await listening()
    return await check({ port: open.port, expect: 'closed' })
  },
  too_few_addresses: (check, { name }) => {
    const texts = [HOST, '127.0.0.2']
    const addresses = texts.map((text) => ({ text, family: 4 as const }))
    const engine = scriptedEngine(name, CONNECTED, failedBy('ECONNREFUSED'))
    const resolver = scriptedResolver({ kind: 'addresses', addresses })
    const asked = { port: 9, family: 4, addresses: 'all', min_addresses: 2 } as const
    return check(asked, { host: 'a.test', resolver, engine })
  },
  resolves_elsewhere: async (check) => {
    await using open = await listening()
    return await check({ port: open.port, resolves_to: ['192.0.2.0/24'] }, { host: 'localhost' })
  },
  local_resources: ending(failedBy('EMFILE', 'socket')),
  denied_by_policy: (check) => check({ port: 9 }, { policy: denyNetworks(['127.0.0.0/8']) }),
  not_audited: (check) => check({ port: 9 }, { audit: FULL_LOG }),
  cancelled: (check) => check({ port: 9 }, { signal: AbortSignal.abort() }),
  unknown: ending(failedBy('EPROTO')),
}

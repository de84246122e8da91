import { readdirSync } from 'node:fs'
import type { Socket } from 'node:net'
import { createChecker, createEngine } from 'check-tcp'
import { describe, expect, it } from 'vitest'
import { ENGINES } from '../support/engines.js'
import { listening } from '../support/listening.js'

const CHECKS = 50

/** Seconds that a service has for its farewell after the connection was closed politely. */
const FAREWELL = 1

function sendForEver(socket: Socket): void {
  const chunk = Buffer.alloc(64 * 1_024)
  const send = () => {
    while (socket.writable && socket.write(chunk));
  }
  socket.on('drain', send)
  send()
}

const SERVICES = [
  ['never stops sending', sendForEver],
  ['never closes', (socket: Socket) => void socket.resume()],
  [
    'says something late, and only then closes',
    (socket: Socket, late: Promise<void>) =>
      void socket.resume().on('end', () => void late.then(() => socket.end('bye'))),
  ],
] as const

describe.each(ENGINES)('the %s engine', (engine) => {
  it.each(SERVICES)(
    'does not wait for a service that %s, and lets go of it soon',
    async (_, serve) => {
      const resets: unknown[] = []
      let checksAreDone = () => {}
      const late = new Promise<void>((resolve) => {
        checksAreDone = resolve
      })
      await using server = await listening(
        (socket) => {
          socket.on('error', (error) => resets.push(error))
          serve(socket, late)
        },
        { allowHalfOpen: true },
      )
      const before = openDescriptors()
      const checker = createChecker({ engine: await createEngine(engine) })
      const checks = Array.from({ length: CHECKS }, () =>
        checker.check({ host: '127.0.0.1', port: server.port }),
      )
      const results = await Promise.all(checks)
      checksAreDone()
      for (const result of results) {
        expect(result).toMatchObject({ connected: true, details: { engine } })
      }
      // Half of them: a busy machine may hold up some.
      expect(median(results.map(({ details }) => details.total_time))).toBeLessThan(FAREWELL)
      await checker.close()
      expect(openDescriptors() - server.connections()).toBeLessThanOrEqual(before)
      if (serve !== sendForEver) expect(resets).toEqual([])
    },
  )
})

const openDescriptors = () => readdirSync('/proc/self/fd').length

const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN

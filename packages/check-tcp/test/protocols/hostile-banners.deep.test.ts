import { describe, expect, it } from 'vitest'
import { runCommand } from '../cli/support/run-command.js'
import { temporaryFolder } from '../cli/support/temporary-folder.js'
import { listening } from '../support/listening.js'

const BANNERS = 65_536

/** Bytes that steer a terminal, but for the line's end. */
const STEERING =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/

describe.each(['human', 'ndjson'])(
  '65,536 services with a banner of two bytes each, as %s',
  (format) => {
    it('bring no raw control character to standard output', async () => {
      let next = 0
      await using server = await listening((socket) => {
        const number = next++ % BANNERS
        socket.write(Buffer.from([number >> 8, number & 255]))
      })
      await using folder = await temporaryFolder()
      const targets = await folder.write('targets', `127.0.0.1:${server.port}\n`.repeat(BANNERS))
      const { code, stdout } = await runCommand([
        ...['--targets', targets, '--banner', '--output', format, '--close', 'rst'],
      ])
      expect(next).toBe(BANNERS)
      expect(code).toBe(0)
      expect(STEERING.exec(stdout)).toBe(null)
      expect(stdout.split('\n').length).toBeGreaterThan(BANNERS)
    })
  },
)

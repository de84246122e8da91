import { expect, it } from 'vitest'
import { preload } from './preload.js'
import { heldClosedPort } from './support/held-closed-port.js'
import { RunningCommand, runCommand, startCommand } from './support/run-command.js'

it('ends silently when nobody reads its results any more, as in | head -1', async () => {
  await using closed = await heldClosedPort()
  const target = `127.0.0.1:${closed.port}\n`
  const command = startCommand(['--targets', '-', '-o', 'ndjson'])
  command.write(target)
  await command.seen('stdout', /\n/)
  command.closeOutput()
  command.write(target.repeat(1_000))
  const { code, stderr } = await command.finished
  expect({ code, stderr }).toEqual({ code: 141, stderr: '' })
})

it('says that results cannot be written to a full disk', async () => {
  await using closed = await heldClosedPort()
  const script = `node packages/check-tcp/bin/check-tcp.cjs 127.0.0.1:${closed.port} >/dev/full`
  const { code, stderr } = await new RunningCommand('sh', ['-c', script]).finished
  expect(stderr).toMatch(/^check-tcp: results cannot be written: ENOSPC: .*\n$/)
  expect(code).toBe(2)
})

it('shows no stack trace of an error that nobody expects', async () => {
  const nodeArguments = preload('broken-sockets')
  const { code, stdout, stderr } = await runCommand(['127.0.0.1:6001'], { nodeArguments })
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toBe(
    'check-tcp: unexpected error, please report it: sockets are broken\ncheck-tcp: in two lines\n',
  )
})

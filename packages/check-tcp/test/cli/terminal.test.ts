import { readFile } from 'node:fs/promises'
import type { Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { listening } from '../support/listening.js'
import { heldClosedPort } from './support/held-closed-port.js'
import { runCommand } from './support/run-command.js'
import { CTRL_C, startOnTerminal } from './support/run-on-terminal.js'
import { temporaryFolder } from './support/temporary-folder.js'

/** A result's line has its mark in colour. */
const GREEN = '\u001b[32m'
const RED = '\u001b[31m'

describe('on a terminal', () => {
  it('results have colours', async () => {
    await using open = await listening()
    await using closed = await heldClosedPort()
    const targets = [`127.0.0.1:${open.port}`, `127.0.0.1:${closed.port}`]
    const { code, stdout } = await startOnTerminal(targets).finished
    expect(stdout).toContain(`${GREEN}✔\u001b[0m ${targets[0]} connected in`)
    expect(stdout).toContain(`${RED}✘\u001b[0m ${targets[1]} Connection refused`)
    expect(code).toBe(1)
  })

  it.each([{ NO_COLOR: '1' }, { TERM: 'dumb' }])('results have none with %j', async (env) => {
    await using open = await listening()
    const { stdout } = await startOnTerminal([`127.0.0.1:${open.port}`], { env }).finished
    expect(stdout).toContain('✔ 127.0.0.1')
    expect(stdout).not.toContain('\u001b')
  })

  it('an empty NO_COLOR is none', async () => {
    await using open = await listening()
    const env = { NO_COLOR: '' }
    const { stdout } = await startOnTerminal([`127.0.0.1:${open.port}`], { env }).finished
    expect(stdout).toContain(GREEN)
  })

  it('formats for machines have no colours', async () => {
    await using open = await listening()
    const args = [`127.0.0.1:${open.port}`, '-o', 'json']
    const { stdout } = await startOnTerminal(args).finished
    expect(JSON.parse(stdout)).toMatchObject({ status: 'success' })
  })

  it('long work shows a bar with done, total, rate and failures on standard error, and takes it away', async () => {
    await using open = await listening()
    await using closed = await heldClosedPort()
    await using later = await listening()
    await using folder = await temporaryFolder()
    const { port, server } = later
    await new Promise((resolve) => server.close(resolve))
    const task = (name: string, port: number, more = '') =>
      `- {name: ${name}, plugin: check_tcp_connection, parameters: {host: 127.0.0.1, port: ${port}${more}}}\n`
    const file = await folder.write(
      'tasks.yaml',
      task('open', open.port) +
        task('closed', closed.port) +
        task('later', port, ', attempts: 10000, retry_delay: 0.05'),
    )
    const results = `${folder.path}/results`
    const command = startOnTerminal(['run', file, '-o', 'ndjson'], { redirection: `>${results}` })
    // All that is left is under way, so no rate says when it ends; the line below says for how long it may.
    await command.seen('stdout', /\r\[█{13}░{7}\] 2\/3 66% · .*\/s · 1 ok · 1 failed\u001b\[K/)
    await command.seen('stdout', /waiting for later: 127\.0\.0\.1:\d+ \(attempt \d+ of 10000\), /)
    server.listen(port, '127.0.0.1')
    const { code, stdout } = await command.finished
    expect(code).toBe(1)
    expect(stdout).toMatch(/\r\u001b\[K\r\n\u001b\[K\u001b\[1A\r$/)
    const lines = (await readFile(results, 'utf8')).trimEnd().split('\n')
    expect(lines.map((line) => JSON.parse(line).name)).toEqual(['open', 'closed', 'later'])
  })

  it('the bar of targets that are streamed says how many are done', async () => {
    await using open = await listening()
    const command = startOnTerminal(['--targets', '-'])
    command.write(`127.0.0.1:${open.port}\n`)
    await command.seen('stdout', /\r1 done · .*\/s · 1 ok\u001b\[K/)
    command.write(CTRL_C)
    const { code, stdout } = await command.finished
    expect(stdout).toMatch(/\r\u001b\[K.*1 check, then interrupted: 1 succeeded in .*\r\n$/)
    expect(code).toBe(130)
  })

  it('no bar is drawn where standard error is redirected', async () => {
    await using closed = await heldClosedPort()
    await using folder = await temporaryFolder()
    const errors = `${folder.path}/errors`
    const target = `127.0.0.1:${closed.port}`
    const args = [target, target, '--attempts', '2', '--retry-delay', '1']
    const { stdout } = await startOnTerminal(args, { redirection: `2>${errors}` }).finished
    expect(stdout).not.toContain('█')
    expect(stdout).not.toContain('░')
    expect(await readFile(errors, 'utf8')).toBe('')
  })

  it('wait says what it waits for', async () => {
    await using closed = await heldClosedPort()
    const target = `127.0.0.1:${closed.port}`
    const command = startOnTerminal(['wait', target])
    await command.seen(
      'stdout',
      new RegExp(`\\rwaiting for ${target} to be open: Connection refused, \\d+ s left`),
    )
    command.write(CTRL_C)
    expect((await command.finished).code).toBe(130)
  })

  it('watch names its target and each change with its time, over a line of marks that goes on', async () => {
    await using open = await listening()
    const { port, server } = open
    const target = `127.0.0.1:${port}`
    const command = startOnTerminal(['watch', target, '--interval', '0.05'])
    await command.seen('stdout', new RegExp(`^watching ${target} every 0\\.05 s, timeout 10 s; `))
    await command.seen('stdout', /\d\d:\d\d:\d\d .*✔.* connected in /)
    await command.seen('stdout', /\r[▁▂▃▄▅▆▇█·]{3,} .* · \d+ checks · 0% failed/)
    server.close()
    await command.seen('stdout', /\d\d:\d\d:\d\d .*✘.* Connection refused .*, after .* connected/)
    command.write(CTRL_C)
    const { code, stdout } = await command.finished
    expect(code).toBe(130)
    expect(stdout).toMatch(
      new RegExp(
        `\\r\\u001b\\[K--- ${target} ---\\r\\n\\d+ checks in .*: \\d+ connected, .* failed\\r\\nmin `,
      ),
    )
  })

  it('a check says what it waits for, at which address and for how long, and takes that away', async () => {
    const sockets: Socket[] = []
    await using silent = await listening((socket) => void sockets.push(socket))
    const args = [`localhost:${silent.port}`, '--receive', 'a word', '--timeout', '30']
    const command = startOnTerminal(args)
    const line = `waiting for localhost:${silent.port} \\(127\\.0\\.0\\.1\\), \\d s of up to 30 s`
    await command.seen('stdout', new RegExp(`\\r${line}\\u001b\\[K`))
    for (const socket of sockets) socket.end('a word')
    const { code, stdout } = await command.finished
    expect(code).toBe(0)
    expect(stdout).toMatch(/\r\u001b\[K[^\r]*✔[^\r]* connected in /)
  })

  it('tasks are told and counted as they finish: none waits for one that is late', async () => {
    await using open = await listening()
    await using silent = await listening()
    await using folder = await temporaryFolder()
    const task = (name: string, port: number, more = '') =>
      `- {name: ${name}, plugin: check_tcp_connection, parameters: {host: 127.0.0.1, port: ${port}${more}}}\n`
    const file = await folder.write(
      'tasks.yaml',
      task('silent', silent.port, ', receive: a word, timeout: 60') + task('open', open.port),
    )
    const command = startOnTerminal(['run', file])
    await command.seen('stdout', /✔.* open: 127\.0\.0\.1:\d+ connected/)
    await command.seen('stdout', /\r\[█{10}░{10}\] 1\/2 50% .*\r\nwaiting for silent: 127\.0\.0\.1/)
    command.write(CTRL_C)
    expect((await command.finished).code).toBe(130)
  })

  it('several targets are told as they come: none waits for one that is late', async () => {
    await using open = await listening()
    await using other = await listening()
    const sockets: Socket[] = []
    await using late = await listening((socket) => void sockets.push(socket))
    for (const server of [open, other]) {
      server.server.on('connection', (socket) => socket.end('a word'))
    }
    const targets = [late, open, other].map(({ port }) => `127.0.0.1:${port}`)
    const command = startOnTerminal([...targets, '--receive', 'a word', '--timeout', '60'])
    // In the order of the targets where they come together.
    await command.seen('stdout', new RegExp(`✔.* ${targets[1]} [^]*✔.* ${targets[2]} connected`))
    await command.seen(
      'stdout',
      new RegExp(`\\r\\[█+░+\\] 2/3 .* · 2 ok.*\\r\\nwaiting for ${targets[0]}`),
    )
    for (const socket of sockets) socket.end('a word')
    const { code, stdout } = await command.finished
    expect(code).toBe(0)
    expect(stdout).toMatch(new RegExp(`✔.* ${targets[0]} connected [^]*3 checks: 3 succeeded in `))
  })

  it('what failed alike and comes together is one line, its advice is said once', async () => {
    await using first = await heldClosedPort()
    await using second = await heldClosedPort()
    await using open = await listening()
    const targets = [first, second].map(({ port }) => `127.0.0.1:${port}`)
    const { stdout } = await startOnTerminal([...targets, `127.0.0.1:${open.port}`]).finished
    expect(stdout.match(/✘/g)).toHaveLength(1)
    expect(stdout.match(/Verify the service/g)).toHaveLength(1)
  })

  it('explain says what it waits for while it checks', async () => {
    await using closed = await heldClosedPort()
    const target = `127.0.0.1:${closed.port}`
    const args = ['explain', target, '--attempts', '2', '--retry-delay', '3600']
    const command = startOnTerminal(args)
    const line = `waiting for ${target} \\(attempt 1 of 2\\), \\d s of up to 1 h 0 min`
    await command.seen('stdout', new RegExp(`\\r${line}`))
    command.write(CTRL_C)
    expect((await command.finished).stdout).toMatch(/\r\u001b\[K[^\r]*✘/)
  })
})

describe('away from a terminal', () => {
  it('nothing but plain text is written, whatever TERM says', async () => {
    await using closed = await heldClosedPort()
    const target = `127.0.0.1:${closed.port}`
    const args = [target, target, '--attempts', '2', '--retry-delay', '1']
    const { stdout, stderr } = await runCommand(args)
    expect(stdout).not.toContain('\u001b')
    expect(stderr).toBe('')
  })
})

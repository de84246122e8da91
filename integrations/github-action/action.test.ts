import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'

const BUILD = join(import.meta.dirname, 'build.mjs')

/** A port that somebody listens on. */
async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

describe('the GitHub Action', () => {
  let folder: string
  let open: number
  /** Nothing listens there: programs need root for it, and none is that old. */
  const closed = 1
  const server = createServer((socket) => socket.end())
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'check-tcp-action-'))
    const built = spawnSync(process.execPath, [BUILD, join(folder, 'action')], { encoding: 'utf8' })
    expect(built.stderr).toBe('')
    open = await listen(server)
  })
  afterAll(() => {
    server.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const read = (name: string) => readFileSync(join(folder, name), 'utf8')

  /** Runs it as the runner does: the bundle alone, with inputs as variables, and files for what it says. */
  async function run(inputs: Readonly<Record<string, string>>) {
    const { main } = parse(read('action/action.yml')).runs
    for (const name of ['output', 'summary']) writeFileSync(join(folder, name), '')
    const variables = Object.entries(inputs).map(([name, value]) => [
      `INPUT_${name.toUpperCase()}`,
      value,
    ])
    const child = spawn(process.execPath, [join(folder, 'action', main)], {
      cwd: folder,
      env: {
        PATH: process.env.PATH,
        ...Object.fromEntries(variables),
        GITHUB_OUTPUT: join(folder, 'output'),
        GITHUB_STEP_SUMMARY: join(folder, 'summary'),
      },
    })
    let stdout = ''
    let stderr = ''
    child.stdout.on('data', (chunk) => {
      stdout += chunk
    })
    child.stderr.on('data', (chunk) => {
      stderr += chunk
    })
    const [code] = await once(child, 'close')
    const [, ok, end] = /^ok=(.*)\nresults<<(.*)\n/.exec(read('output')) ?? []
    const results = end === undefined ? undefined : read('output').split(`${end}\n`)[1]
    return {
      ...{ code, stdout, stderr, ok, summary: read('summary') },
      results: results === undefined ? undefined : JSON.parse(results),
    }
  }

  it('declares each input that it reads, and no other', () => {
    const { inputs } = parse(read('action/action.yml'))
    const source = readFileSync(join(import.meta.dirname, 'read-inputs.mjs'), 'utf8')
    const used = [...source.matchAll(/(?:text|words|seconds)\('([a-z]+)'/g)].map(([, name]) => name)
    expect(new Set(used)).toEqual(new Set(Object.keys(inputs)))
  })

  it('checks targets, and says which one fails, why and what to do', async () => {
    const check = `127.0.0.1:${open}\n127.0.0.1:${closed}`
    const { code, stdout, stderr, ok, results, summary } = await run({ check })
    expect([code, stderr, ok]).toEqual([1, '', 'false'])
    expect(stdout.split('\n')).toEqual([
      `ok: 127.0.0.1:${open}`,
      expect.stringMatching(
        `^::error title=127.0.0.1%3A${closed}::Connection refused%0AVerify the service is running`,
      ),
      '',
    ])
    expect(results).toMatchObject([
      { name: `127.0.0.1:${open}`, ok: true, result: { connected: true } },
      { ok: false, error: 'Connection refused', result: { details: { fault: 'target' } } },
    ])
    expect(summary).toMatch(/\| ok \| \d+(\.\d)? (µs|ms) \|\n/)
    expect(summary).not.toContain(' 0.0 ms')
    expect(summary).toMatch(/^\| \| found \| response time \|\n/)
    expect(summary).toContain(`| ❌ 127.0.0.1:${closed} | Connection refused<br>Verify the service`)
  })

  it('waits for a port that is not open yet', async () => {
    const late = createServer((socket) => socket.end())
    const port = await listen(late)
    late.close()
    await once(late, 'close')
    const running = run({ wait: `127.0.0.1:${port} 127.0.0.1:${open}`, for: '60s' })
    late.listen(port, '127.0.0.1')
    const { code, ok } = await running
    late.close()
    expect([code, ok]).toEqual([0, 'true'])
  })

  it('says why a port did not open in time, and what it waits for meanwhile', async () => {
    const { code, stdout } = await run({ wait: `127.0.0.1:${closed}`, for: '500ms' })
    expect(code).toBe(1)
    expect(stdout).toMatch(`waiting for 127.0.0.1:${closed} (0 s): Connection refused\n`)
    expect(stdout).toMatch(/^::error .*was not open within 0.5 s: Connection refused%0A/m)
  })

  it('runs task files, and names every mistake in one with line and column', async () => {
    const task = (name: string, port: number) =>
      `- { name: ${name}, plugin: check_tcp_connection, parameters: { host: 127.0.0.1, port: ${port} } }\n`
    writeFileSync(join(folder, 'good.yaml'), task('web', open))
    expect(await run({ run: 'good.yaml' })).toMatchObject({ code: 0, stdout: 'ok: web\n' })
    writeFileSync(join(folder, 'bad.yaml'), task('web', 99_999) + task('mail', 0))
    writeFileSync(join(folder, 'down.yaml'), task('web', open) + task('gone', closed))
    const down = await run({ run: 'down.yaml' })
    expect(down.stdout).toMatch(/^::error file=down.yaml,line=2,title=gone::Connection refused/m)
    expect(down.results).toMatchObject([
      { name: 'web', file: 'down.yaml', line: 1, took: expect.any(Number) },
      { name: 'gone', file: 'down.yaml', line: 2 },
    ])
    const { code, stdout, stderr } = await run({ run: 'bad.yaml' })
    expect([code, stderr]).toEqual([2, ''])
    expect(stdout).toMatch(/^::error file=bad.yaml,line=1,col=\d+,title=check-tcp::.*99999/m)
    expect(stdout).toMatch(/^::error file=bad.yaml,line=2,col=\d+,title=check-tcp::/m)
  })

  it.each([
    [{}, /nothing to do: set `wait`, `check` or `run`/],
    [{ wait: 'db:5432', for: 'soon' }, /`for` must be a time such as 30s or 5m.*got "soon"/],
    [{ wait: 'db:5432', until: 'ready' }, /`until` must be open or closed, got "ready"/],
    [{ check: 'db' }, /`check` needs HOST:PORT, got "db"/],
    [{ wait: 'db:99999' }, /::error title=check-tcp::.*99999/],
    [
      { run: 'nowhere.yaml' },
      /::error file=nowhere.yaml,title=check-tcp::nowhere.yaml: does not exist/,
    ],
  ])('refuses %j in clear words', async (inputs, message) => {
    const { code, stdout, stderr } = await run(inputs as Readonly<Record<string, string>>)
    expect([code, stderr]).toEqual([2, ''])
    expect(stdout).toMatch(message)
  })

  it('lets no name of a task give a command to the runner', async () => {
    const name = '::set-env name=PATH::/tmp\\n::error::x | <b>'
    writeFileSync(
      join(folder, 'hostile.yaml'),
      `- { name: "${name}", plugin: check_tcp_connection, parameters: { host: 127.0.0.1, port: ${open} } }\n`,
    )
    const { stdout, summary } = await run({ run: 'hostile.yaml' })
    expect(stdout).not.toMatch(/^::/m)
    expect(summary).not.toContain('<b>')
  })
})

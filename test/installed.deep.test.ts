import { once } from 'node:events'
import { mkdtempSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { Client } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FreshFolders, runIn } from './fresh-folders.js'

const MB = 1_000_000

let folders: FreshFolders
let library: string
let all: readonly string[]

beforeAll(() => {
  folders = new FreshFolders()
  library = folders.pack('check-tcp')
  all = [library, folders.pack('check-tcp-monitor'), folders.pack('check-tcp-dashboard')]
})
afterAll(() => folders[Symbol.dispose]())

function bytesBelow(path: string): number {
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .map((name) => statSync(join(path, name)))
    .reduce((sum, stats) => sum + (stats.isFile() ? stats.size : 0), 0)
}

describe.each(['10', '11'])('installed by npm %s', (npm) => {
  it('all three say no word of warning, and the monitor has at most 30 MB', () => {
    const { cwd, said, status } = folders.install(all, npm)
    expect(said).not.toMatch(/warn|deprecated/i)
    expect(status, said).toBe(0)
    expect(bytesBelow(join(cwd, 'node_modules'))).toBeLessThan(30 * MB)
  })

  it('from a lockfile, too', () => {
    const { cwd } = folders.install(all, npm)
    const again = folders.clean(cwd, npm)
    expect(again.said).not.toMatch(/warn|deprecated/i)
    expect(again.status, again.said).toBe(0)
  })

  it('everywhere, too, and the command is found by its name', () => {
    const prefix = mkdtempSync(join(folders.path, 'global-'))
    const { said } = folders.install([library], npm, '--global', '--prefix', prefix)
    expect(said).not.toMatch(/warn|deprecated/i)
    const { stdout, status } = runIn(prefix, join(prefix, 'bin', 'check-tcp'), '--version')
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
    expect(status).toBe(0)
  })
})

describe('the installed library', () => {
  it('has at most 5 MB with all that it needs, without the optional engine', () => {
    const { cwd } = folders.install([library], undefined, '--omit=optional')
    expect(bytesBelow(join(cwd, 'node_modules'))).toBeLessThan(5 * MB)
  })

  let cwd: string
  beforeAll(() => {
    cwd = folders.install([library]).cwd
  })

  it('checks by npx what a new user types', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const { stdout, stderr, status } = runIn(cwd, 'npx', 'check-tcp', `127.0.0.1:${port}`)
    server.close()
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 })
    expect(stdout).toMatch(/^✔ 127\.0\.0\.1:\d+ connected in /)
  })

  it.each([
    ['esm.mjs', "import { waitForPort } from 'check-tcp'"],
    ['commonjs.cjs', "const { waitForPort } = require('check-tcp')"],
  ])('is loaded by %s without a word', (name, load) => {
    const program = `${load}\nwaitForPort(1, { within: 0.05 }).then(({ ended }) => console.log(ended))`
    writeFileSync(join(cwd, name), program)
    const { stdout, stderr } = runIn(cwd, process.execPath, name)
    expect({ stdout, stderr }).toEqual({ stdout: 'time_over\n', stderr: '' })
  })

  it('lets a language model check, by the MCP server that is in it', async () => {
    writeFileSync(
      join(cwd, 'policy.yaml'),
      'rules: [{ allow: { networks: loopback } }]\ndefault: deny\n',
    )
    const transport = new StdioClientTransport({
      command: join(cwd, 'node_modules', '.bin', 'check-tcp'),
      args: ['mcp', '--policy', 'policy.yaml'],
      cwd,
      stderr: 'ignore',
    })
    const client = new Client({ name: 'tests', version: '1.0.0' })
    await client.connect(transport)
    const call = { name: 'check', arguments: { host: '127.0.0.1', port: 1 } }
    const { structuredContent } = await client.callTool(call)
    expect(structuredContent).toMatchObject({ details: { failure: 'refused' } })
    await client.close()
  })

  it('says what the monitor needs where Node has no SQLite that is fit', () => {
    const { cwd } = folders.install(all)
    writeFileSync(
      join(cwd, 'monitor.yaml'),
      'checks: [{ name: web, plugin: check_tcp_connection, every: 1m, parameters: { host: 127.0.0.1, port: 1 } }]\n',
    )
    const { status, stderr } = runIn(cwd, 'npx', 'check-tcp', 'monitor', '--check', 'monitor.yaml')
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    if (Number.parseInt(process.versions.node, 10) >= 24) return
    const started = runIn(cwd, 'npx', 'check-tcp', 'monitor', 'monitor.yaml')
    expect(started.stderr).toContain('npm install @photostructure/sqlite')
    expect(started.status).not.toBe(0)
  })
})

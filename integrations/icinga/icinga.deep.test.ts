import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { PluginFolder } from '../plugin-folder.js'

const COMMAND_FILE = join(import.meta.dirname, 'check-tcp.conf')
const isInstalled = spawnSync('icinga2', ['--version']).error === undefined

/** What the file of states says of a service. */
function stateOf(file: string, service: string): string {
  try {
    const blocks = readFileSync(file, 'utf8').split('servicestatus {')
    return blocks.find((block) => block.includes(`service_description=${service}\n`)) ?? ''
  } catch {
    return ''
  }
}

describe.skipIf(!isInstalled)("icinga2 (left out without Debian's icinga2-bin)", () => {
  it('shows the state and its cause, with the CheckCommand as it is', async () => {
    using folder = new PluginFolder()
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const service = (name: string, vars: string) =>
      `object Service "${name}" { host_name = "web"; check_command = "check-tcp"; ${vars}; check_interval = 1s; retry_interval = 1s; max_check_attempts = 1 }`
    const status = join(folder.path, 'status.dat')
    const config = folder.write(
      'icinga2.conf',
      `include <itl>
include <plugins>
library "compat"
const PluginDir = "${folder.path}"
include "${COMMAND_FILE}"
object CheckerComponent "checker" {}
object StatusDataWriter "status" { status_path = "${status}"; objects_path = "${folder.path}/objects.cache"; update_interval = 1s }
object Host "web" { address = "127.0.0.1"; check_command = "dummy" }
${service('open', `vars.check_tcp_port = ${port}; vars.check_tcp_wtime = 5; vars.check_tcp_ctime = 8`)}
${service('closed', 'vars.check_tcp_port = 1')}
${service('wrong', 'vars.check_tcp_port = 99999')}
`,
    )
    const folders = ['DataDir', 'LogDir', 'CacheDir', 'InitRunDir', 'SpoolDir'].flatMap((name) => {
      mkdirSync(join(folder.path, name))
      return ['-D', `${name}=${join(folder.path, name)}`]
    })
    const env = { ...process.env, ICINGA2_USER: 'root', ICINGA2_GROUP: 'root' }
    const icinga = spawn('icinga2', ['daemon', '-c', config, ...folders], { env, stdio: 'ignore' })
    const ended = once(icinga, 'close')
    try {
      await expect.poll(() => stateOf(status, 'open')).toMatch(/plugin_output=TCP OK - /)
      expect(stateOf(status, 'open')).toMatch(/performance_data=time=\S+s;5;8;0;10\n/)
      await expect
        .poll(() => stateOf(status, 'closed'))
        .toMatch(/plugin_output=TCP CRITICAL - 127\.0\.0\.1:1 Connection refused \(fault: target\)/)
      expect(stateOf(status, 'closed')).toMatch(/current_state=2\n/)
      await expect
        .poll(() => stateOf(status, 'wrong'))
        .toMatch(/plugin_output=TCP UNKNOWN - port "99999" is out of range/)
    } finally {
      icinga.kill('SIGTERM')
      await ended
      server.close()
    }
  })
})

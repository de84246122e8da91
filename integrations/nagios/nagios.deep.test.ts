import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { PluginFolder } from '../plugin-folder.js'

const COMMANDS = join(import.meta.dirname, 'check-tcp.cfg')
const isInstalled = spawnSync('nagios4', ['--help']).error === undefined

const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']

function define(kind: string, entries: Readonly<Record<string, string | number>>): string {
  const lines = Object.entries(entries).map(([key, value]) => `  ${key} ${value}`)
  return `define ${kind} {\n${lines.join('\n')}\n}\n`
}

function service(name: string, command: string): string {
  return define('service', {
    host_name: 'web',
    service_description: name,
    check_command: command,
    max_check_attempts: 1,
    check_interval: 1,
    retry_interval: 1,
    contacts: 'nobody',
    check_period: 'always',
    notification_period: 'always',
  })
}

/** What the file of states says of a service. */
function stateOf(file: string, name: string): string {
  try {
    const blocks = readFileSync(file, 'utf8').split('servicestatus {')
    return blocks.find((block) => block.includes(`service_description=${name}\n`)) ?? ''
  } catch {
    return ''
  }
}

describe.skipIf(!isInstalled)("nagios4 (left out without Debian's nagios4-core)", () => {
  it('shows the state and its cause, with the commands as they are', async () => {
    using folder = new PluginFolder()
    const { path } = folder
    mkdirSync(join(path, 'results'))
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    folder.write('resource.cfg', `$USER1$=${path}\n`)
    folder.write(
      'objects.cfg',
      [
        define('timeperiod', {
          timeperiod_name: 'always',
          alias: 'always',
          ...Object.fromEntries(DAYS.map((day) => [day, '00:00-24:00'])),
        }),
        define('contact', {
          contact_name: 'nobody',
          host_notifications_enabled: 0,
          service_notifications_enabled: 0,
          host_notification_period: 'always',
          service_notification_period: 'always',
          host_notification_commands: 'check-tcp',
          service_notification_commands: 'check-tcp',
        }),
        define('host', {
          host_name: 'web',
          address: '127.0.0.1',
          max_check_attempts: 1,
          contacts: 'nobody',
          check_period: 'always',
          notification_period: 'always',
        }),
        service('open', `check-tcp-limits!${port}!5!8`),
        service('closed', 'check-tcp!1'),
        service('wrong', 'check-tcp-with!1!--unheard-of'),
      ].join('\n'),
    )
    const config = folder.write(
      'nagios.cfg',
      Object.entries({
        log_file: 'nagios.log',
        resource_file: 'resource.cfg',
        status_file: 'status.dat',
        object_cache_file: 'objects.cache',
        precached_object_file: 'objects.precache',
        state_retention_file: 'retention.dat',
        temp_file: 'temp',
        temp_path: '.',
        check_result_path: 'results',
        command_file: 'command',
        query_socket: 'query',
        lock_file: 'lock',
      })
        .map(([key, file]) => `${key}=${join(path, file)}`)
        .concat(`cfg_file=${COMMANDS}`, `cfg_file=${join(path, 'objects.cfg')}`)
        .concat('nagios_user=root', 'nagios_group=root', 'interval_length=1')
        .concat('status_update_interval=1', 'max_service_check_spread=1', 'check_for_updates=0')
        .join('\n'),
    )
    const nagios = spawn('nagios4', [config], { stdio: 'ignore' })
    const ended = once(nagios, 'close')
    const status = join(path, 'status.dat')
    try {
      await expect.poll(() => stateOf(status, 'open')).toMatch(/plugin_output=TCP OK - /)
      expect(stateOf(status, 'open')).toMatch(/performance_data=time=\S+s;5;8;0;10\n/)
      await expect
        .poll(() => stateOf(status, 'closed'))
        .toMatch(/plugin_output=TCP CRITICAL - 127\.0\.0\.1:1 Connection refused \(fault: target\)/)
      expect(stateOf(status, 'closed')).toMatch(/\bcurrent_state=2\n/)
      expect(stateOf(status, 'closed')).toContain('long_plugin_output=- Verify the service')
      await expect
        .poll(() => stateOf(status, 'wrong'))
        .toMatch(/plugin_output=TCP UNKNOWN - unknown option '--unheard-of'/)
    } finally {
      nagios.kill('SIGTERM')
      await ended
      server.close()
    }
  })
})

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { COMMAND } from '../cli/support/run-command.js'
import { temporaryFolder } from '../cli/support/temporary-folder.js'

/** A folder whose bind mount's source was removed, in a mount namespace of its own: mkdir below it says ENOENT. */
const STALE_MOUNT = `set -e
mount --make-rprivate /
for place in $STALE; do
  mkdir -p "$WORK/source" "$place"
  mount --bind "$WORK/source" "$place"
  rmdir "$WORK/source"
done
exec "$@"`

/** Only so that a command that goes round for ever fails its test instead of stopping all of them. */
const SAFETY_NET_MS = 60_000

async function inStaleMount(
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
) {
  const command = [process.execPath, COMMAND, ...args]
  const child = spawn('unshare', ['-m', 'bash', '-c', STALE_MOUNT, 'bash', ...command], {
    env: { ...process.env, WORK: folder, STALE: `${folder}/volume`, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: SAFETY_NET_MS,
    killSignal: 'SIGKILL',
  })
  const ended = once(child, 'exit')
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)])
  await ended
  return { code: child.exitCode, signal: child.signalCode, stdout, stderr }
}

describe.skipIf(process.getuid?.() !== 0)('a folder in which no folder can be made', () => {
  it('leaves the limits of this process alone in force, and says why', async () => {
    await using folder = await temporaryFolder()
    const places = ['/run/check-tcp', '/tmp/check-tcp-0']
    const args = ['127.0.0.1:1,2', '--rate', '50', '--verbose', '--output', 'ndjson']
    const ended = await inStaleMount(folder.path, args, { STALE: places.join(' ') })
    expect(ended).toMatchObject({ code: 1, signal: null })
    expect(ended.stdout.trimEnd().split('\n')).toHaveLength(2)
    expect(ended.stderr).toContain(`${places[1]} is there, but nothing can be made in it`)
  })

  it('ends a check that must be recorded there, with the reason', async () => {
    await using folder = await temporaryFolder()
    const volume = `${folder.path}/volume`
    await folder.write('policy.yaml', `audit: {directory: ${volume}/audit}\n`)
    const args = ['127.0.0.1:1', '--policy', `${folder.path}/policy.yaml`]
    const ended = await inStaleMount(folder.path, args)
    expect(ended).toMatchObject({ code: 2, signal: null, stdout: '' })
    expect(ended.stderr).toContain(`${volume} is there, but nothing can be made in it`)
  })

  it('ends a monitor whose history belongs there, with the reason', async () => {
    await using folder = await temporaryFolder()
    const volume = `${folder.path}/volume`
    await folder.write(
      'monitor.yaml',
      `directory: ${volume}/history\nchecks: [{name: a, plugin: check_tcp_connection, parameters: {host: 127.0.0.1, port: 1}}]\n`,
    )
    const ended = await inStaleMount(folder.path, ['monitor', `${folder.path}/monitor.yaml`])
    expect(ended).toMatchObject({ code: 1, signal: null })
    expect(ended.stderr + ended.stdout).toContain(
      `${volume} is there, but nothing can be made in it`,
    )
  })
})

import { spawnSync } from 'node:child_process'
import { existsSync, rmSync, writeFileSync } from 'node:fs'

/** Debian's maintainer scripts ask this program whether a service may be started; 101 says no (invoke-rc.d(8)). */
const SERVICE_POLICY = '/usr/sbin/policy-rc.d'

/** Installs Debian packages without starting their services; gives what went wrong, or nothing. */
export function installDebianPackages(packages: readonly string[]): string | undefined {
  const made = !existsSync(SERVICE_POLICY)
  if (made) writeFileSync(SERVICE_POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 })
  try {
    return (
      runApt(['update']) ??
      runApt(['install', '--yes', '--no-install-recommends', '--', ...packages])
    )
  } finally {
    if (made) rmSync(SERVICE_POLICY, { force: true })
  }
}

function runApt(args: readonly string[]): string | undefined {
  const { status, stdout, stderr, error } = spawnSync('apt-get', ['--quiet', ...args], {
    encoding: 'utf8',
    maxBuffer: 64 * 1_024 * 1_024,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
  if (status === 0) return undefined
  const said = error?.message ?? (stderr.trim() || stdout.trim())
  return `apt-get ${args[0]} failed:\n${said}`
}

import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { systemdRequirements } from 'check-tcp-lab'
import { describe, expect, it } from 'vitest'
import { ROOT } from './code-blocks.js'

const UNIT = resolve(ROOT, 'packages/check-tcp-monitor/systemd/check-tcp-monitor.service')

/** Tenths; systemd-analyze calls a service of less than 5.0 well protected. */
const MAX_EXPOSED = 30

const requirements = systemdRequirements()
const leftOut = requirements.available ? '' : ` (left out: ${requirements.because})`

function analyze(...args: readonly string[]) {
  return spawnSync('systemd-analyze', args, { encoding: 'utf8' })
}

describe.runIf(requirements.available)(`the unit for systemd${leftOut}`, () => {
  it('has no mistake', () => {
    const { status, stderr } = analyze('verify', UNIT)
    expect(stderr).toBe('')
    expect(status).toBe(0)
  })

  it('keeps the monitor away from all that it does not need', () => {
    const threshold = `--threshold=${MAX_EXPOSED}`
    const { status, stdout, stderr } = analyze('security', '--offline=yes', threshold, UNIT)
    expect(status, stdout + stderr).toBe(0)
  })
})

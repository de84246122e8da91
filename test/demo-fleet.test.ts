import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { ROOT } from './code-blocks.js'

describe('the demo of a fleet', () => {
  it('shows what three locations see, whose fault it is and where to look, and leaves nothing behind', () => {
    const { status, stdout, stderr } = spawnSync('npm', ['run', '--silent', 'demo:fleet'], {
      cwd: ROOT,
      encoding: 'utf8',
    })
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).toMatch(/^shop +up +fra up +ams up +nyc up$/m)
    expect(stdout).toMatch(/^stopped +down +fra down +ams down +nyc down$/m)
    expect(stdout).toContain(
      'stopped is down: Connection refused from everywhere (fra, ams and nyc) - fault: target',
    )
    const isRoot = process.getuid?.() === 0
    expect(stdout).toContain(
      isRoot
        ? 'intranet is degraded: Connection timeout from nyc only; connected from fra and ams - fault: network'
        : 'intranet: nyc cannot tell, since the policy of the agent denies the target',
    )
    if (isRoot) {
      const { stdout: spaces } = spawnSync('ip', ['netns', 'list'], { encoding: 'utf8' })
      expect(spaces).not.toContain('check-tcp-demo')
    }
  })
})

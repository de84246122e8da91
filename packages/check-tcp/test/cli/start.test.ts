import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { listening } from '../support/listening.js'
import { preload } from './preload.js'
import { runCommand } from './support/run-command.js'

const START = new URL('../../dist/cli/start.cjs', import.meta.url)

describe('the start of the command', () => {
  it('loads for a plain check one file, and nothing of Node that only other checks need', async () => {
    await using open = await listening()
    const nodeArguments = preload('tell-loaded')
    const { stderr } = await runCommand([`127.0.0.1:${open.port}`], { nodeArguments })
    const loaded: string[] = JSON.parse(stderr)
    expect(loaded.sort()).toEqual(['check-tcp.cjs', 'start.cjs'])
  })

  it.each([
    'check/conversation',
    'check/tls/',
    'check/greetings/',
    'engine/firewall/ruleset',
    'engine/run-tool',
    'engine/route-source',
    'report/human-explanation',
  ])('leaves %s to commands that need it', async (module) => {
    expect(await readFile(START, 'utf8')).not.toContain(`// packages/check-tcp/src/${module}`)
  })
})

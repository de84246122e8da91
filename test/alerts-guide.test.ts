import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { CHANNEL_DEFINITIONS } from '../packages/check-tcp-monitor/src/alert/channels/channel-definitions.js'
import { signatureOf } from '../packages/check-tcp-monitor/src/alert/channels/http/signature.js'
import { messageBody } from '../packages/check-tcp-monitor/src/alert/channels/text/message-body.js'
import { messageOf, noticeOf } from '../packages/check-tcp-monitor/test/support/notices.js'
import { codeBlocks, textOf } from './code-blocks.js'

const PAGE = 'docs/guide/alerts.md'

function blockOf(language: string): string {
  return codeBlocks(PAGE).find((block) => block.language === language)?.code ?? ''
}

describe('the guide to alerts', () => {
  it('shows the body of a webhook as it is', () => {
    const body: unknown = JSON.parse(messageBody(messageOf(noticeOf())))
    expect(JSON.parse(blockOf('json'))).toEqual(body)
  })

  it('shows how a signature is verified, over one that a webhook really sends', () => {
    const example = blockOf('js')
    expect(example).toContain(
      `'${signatureOf('the secret of the hook', '{"version":1}', 1_767_614_600_000)}'`,
    )
    const run = (code: string) =>
      spawnSync(process.execPath, ['--input-type=module', '--eval', code], { encoding: 'utf8' })
    expect(run(example).stdout).toBe('true\n')
    expect(run(example.replace('{"version":1}', '{"version":2}')).stdout).toBe('false\n')
    expect(run(example.replace('1_767_614_630', '1_767_615_000')).stdout).toBe('false\n')
  })

  it('tells of every kind of channel', () => {
    const text = textOf(PAGE)
    for (const { kind } of CHANNEL_DEFINITIONS) {
      expect(text).toMatch(new RegExp(`^\\| \`${kind}\` +\\|`, 'm'))
    }
  })
})

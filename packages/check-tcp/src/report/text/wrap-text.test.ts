import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it } from 'vitest'
import { painter } from './colors.js'
import { textWidth } from './text-width.js'
import { wrapText } from './wrap-text.js'

const LONG = [
  '✘ check_stopped_service: localhost:40077 Connection refused after 3 attempts in 428 ms (127.0.0.1) - fault: target',
  '    - Check cable, switch port or virtual network: `ip link` says NO-CARRIER or DOWN, and then bring the interface up',
  '    cause: the name server answered that it failed, and 例え例え例え 例え例え例え 例え例え例え 例え例え例え 例え例え例え',
  '2. A firewall between this machine and the target drops the packets of this port alone - fault: network, likely',
  'check-tcp: tasks.yaml:3:5: `timeout` must be a number of seconds from 0.001 to 3600, such as 2.5, got "often" (string)',
].join('\n')

const widths = (text: string) => text.split('\n').map((line) => textWidth(line))

/** The words in their order. */
const words = (text: string) => text.split(/[ \n]+/)

describe('text that is wrapped', () => {
  it.each([40, 80, 100, 200])('fits %i columns, and no word of it is broken', (columns) => {
    const wrapped = wrapText(LONG, columns)
    expect(Math.max(...widths(wrapped))).toBeLessThanOrEqual(columns)
    expect(words(wrapped)).toEqual(words(LONG))
  })

  it('goes on below the first word of its line', () => {
    expect(wrapText('✘ a:1 Connection refused in 1 ms', 20).split('\n')).toEqual([
      '✘ a:1 Connection',
      '  refused in 1 ms',
    ])
    expect(wrapText('    - Verify the service is running', 28).split('\n')).toEqual([
      '    - Verify the service is',
      '      running',
    ])
    expect(wrapText('check-tcp: no such file', 20).split('\n')).toEqual([
      'check-tcp: no such',
      '  file',
    ])
  })

  it('keeps a figure with its unit, and a short command with its words', () => {
    expect(wrapText('Connection refused in 428 ms', 26)).toBe('Connection refused in\n  428 ms')
    expect(wrapText('look there: `ip link` says DOWN', 18)).toBe(
      'look there:\n  `ip link` says\n  DOWN',
    )
  })

  it('leaves a word whole that is wider than the screen, and below its mark', () => {
    const path = `/srv/${'very-long-folder/'.repeat(9)}tasks.yaml`
    expect(wrapText(`    - see ${path} for it`, 40).split('\n')).toEqual([
      '    - see',
      `      ${path}`,
      '      for it',
    ])
    expect(wrapText(`✘ ${path} is no file`, 40).split('\n')[0]).toBe(`✘ ${path}`)
  })

  it('breaks a command as a shell reads it, and nothing in quotes', () => {
    const command = `   $ tcpdump -ni eth0 'host 192.0.2.1 and tcp port 80'`
    expect(wrapText(command, 44).split('\n')).toEqual([
      '   $ tcpdump -ni eth0 \\',
      `     'host 192.0.2.1 and tcp port 80'`,
    ])
    const mended = 'check-tcp: write check-tcp --timeout 3 127.0.0.1:80 127.0.0.1:81'
    expect(wrapText(mended, 44).split('\n')).toEqual([
      'check-tcp: write check-tcp --timeout 3 \\',
      '  127.0.0.1:80 127.0.0.1:81',
    ])
  })

  it('counts no columns for colours, and ends them with each line', () => {
    const paint = painter(true)
    const text = `    ${paint('dim', '- Verify the service is running')}`
    const plain = stripVTControlCharacters(text)
    expect(wrapText(text, textWidth(plain))).toBe(text)
    const wrapped = wrapText(text, 28)
    expect(stripVTControlCharacters(wrapped)).toBe(wrapText(plain, 28))
    for (const line of wrapped.split('\n')) expect(line).toMatch(/\u001b\[2m.*\u001b\[0m$/)
  })

  it('is left as it is where it fits: tables keep their gaps', () => {
    const table = 'port   answer     time\n1-300  connected  9 µs\n'
    expect(wrapText(table, 40)).toBe(table)
  })
})

import { describe, expect, it } from 'vitest'
import { runCommand } from './support/run-command.js'
import { temporaryFolder } from './support/temporary-folder.js'

describe('a command line with many targets', () => {
  it.each([
    [
      ['10.0.0.0/8:22'],
      '16,777,214 targets are too many, and none was checked: scan guard: more than 10,000 addresses',
    ],
    [
      ['192.0.2.1:1-300'],
      '300 targets are too many, and none was checked: scan guard: more than 100 ports of 192.0.2.1',
    ],
    [['0.0.0.0/0:22'], 'stands for 4,294,967,294 targets; at most 16,777,216 are allowed'],
  ])(
    'as %j is refused before the first packet, with the count and what to do',
    async (words, message) => {
      for (const output of ['human', 'ndjson', 'junit']) {
        const { code, stdout, stderr } = await runCommand([...words, '--output', output])
        expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
        expect(stderr).toContain(message)
        expect(stderr).toMatch(/^check-tcp: .*\n$/)
      }
    },
  )

  it('is checked where it is of this machine, by address or by name', async () => {
    for (const word of ['127.0.0.1:20001-20150', 'localhost:20001-20150']) {
      const { stdout, stderr } = await runCommand([word, '--output', 'ndjson'])
      expect(stdout.trimEnd().split('\n')).toHaveLength(150)
      expect(stderr).toBe('')
    }
  })

  it('is told to people with the count and the time it may take, where it is large', async () => {
    const { stdout, stderr } = await runCommand(['127.0.0.0/22:9', '--timeout', '1'])
    expect(stderr).toMatch(
      /^check-tcp: checking 1,022 targets, 500 at once; at most 3\.00 s if none answers\n/,
    )
    expect(stdout).not.toBe('')
    const { stderr: silent } = await runCommand(['127.0.0.0/22:9', '--output', 'ndjson'])
    expect(silent).toBe('')
  })

  it('is refused line by line in a list, and the other lines are checked', async () => {
    await using folder = await temporaryFolder()
    const list = await folder.write('list', '10.0.0.0/8:22\n127.0.0.1:9\n192.0.2.1:1-300\n')
    const { code, stdout, stderr } = await runCommand(['--targets', list, '--output', 'ndjson'])
    expect(code).toBe(2)
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).host),
    ).toEqual(['127.0.0.1'])
    expect(stderr).toContain('list:1: 16,777,214 targets are too many, and none was checked')
    expect(stderr).toContain('list:3: 300 targets are too many, and none was checked')
  })
})

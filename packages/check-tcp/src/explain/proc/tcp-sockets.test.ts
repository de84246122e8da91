import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readTcpSockets } from './tcp-sockets.js'

const HEAD =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode'
const TCP = `${HEAD}
   0: 0100007F:1538 00000000:0000 0A 00000000:00000000 00:00000000 00000000   104        0 4711 1 0 100 0
   1: 010200C0:A000 020200C0:0050 06 00000000:00000000 03:00000F00 00000000     0        0 0 3 0
`
const TCP6 = `${HEAD}
   0: 00000000000000000000000000000000:0016 00000000000000000000000000000000:0000 0A 0:0 00:0 0     0        0 815 1 0
   1: B80D0120000000000000000001000000:0050 00000000000000000000000000000000:0000 0A 0:0 00:0 0     0        0 816 1 0
`

describe('the sockets of /proc/net', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'proc-net-'))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  it('are read with addresses, ports, states and inodes, in both families', async () => {
    writeFileSync(join(folder, 'tcp'), TCP)
    writeFileSync(join(folder, 'tcp6'), TCP6)
    const nobody = { address: '0.0.0.0', port: 0 }
    const nobody6 = { address: '::', port: 0 }
    expect(await readTcpSockets({}, folder)).toEqual([
      {
        local: { address: '127.0.0.1', port: 5432 },
        remote: nobody,
        state: 'LISTEN',
        inode: '4711',
      },
      {
        local: { address: '192.0.2.1', port: 40_960 },
        remote: { address: '192.0.2.2', port: 80 },
        state: 'TIME_WAIT',
        inode: '0',
      },
      { local: { address: '::', port: 22 }, remote: nobody6, state: 'LISTEN', inode: '815' },
      {
        local: { address: '2001:db8::1', port: 80 },
        remote: nobody6,
        state: 'LISTEN',
        inode: '816',
      },
    ])
  })

  it('are only those that are wanted', async () => {
    writeFileSync(join(folder, 'tcp'), TCP)
    writeFileSync(join(folder, 'tcp6'), TCP6)
    const listening = await readTcpSockets({ isListening: true }, folder)
    expect(listening.map(({ inode }) => inode)).toEqual(['4711', '815', '816'])
    const toPort = await readTcpSockets({ remotePort: 80 }, folder)
    expect(toPort.map(({ local }) => local.port)).toEqual([40_960])
  })

  it('are those of IPv4 where the system has no IPv6', async () => {
    const ipv4Only = mkdtempSync(join(folder, 'ipv4-only-'))
    writeFileSync(join(ipv4Only, 'tcp'), TCP)
    expect(await readTcpSockets({}, ipv4Only)).toHaveLength(2)
  })

  it('are not none where /proc cannot be read', async () => {
    await expect(readTcpSockets({}, join(folder, 'missing'))).rejects.toThrow(/ENOENT/)
  })
})

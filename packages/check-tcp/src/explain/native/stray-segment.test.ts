import { describe, expect, it } from 'vitest'
import { onesComplementSum, writeSegment } from './stray-segment.js'

describe('a segment that belongs to no connection', () => {
  const source = Uint8Array.of(192, 0, 2, 1)
  const target = Uint8Array.of(192, 0, 2, 2)
  const segment = Buffer.from(writeSegment(source, target, 61_234, 5_432))

  it('is an ACK between the two ports, without data', () => {
    expect(segment).toHaveLength(20)
    expect(segment.readUInt16BE(0)).toBe(61_234)
    expect(segment.readUInt16BE(2)).toBe(5_432)
    expect(segment[12]).toBe(0x50)
    expect(segment[13]).toBe(0x10)
  })

  it('has a checksum with which everything adds up to all ones', () => {
    const pseudoHeader = Buffer.from([...source, ...target, 0, 6, 0, 20])
    expect(onesComplementSum(Buffer.concat([pseudoHeader, segment]))).toBe(0xffff)
  })

  it('leaves the checksum to the kernel in IPv6', () => {
    const nobody = new Uint8Array(16)
    expect(Buffer.from(writeSegment(nobody, nobody, 61_234, 5_432)).readUInt16BE(16)).toBe(0)
  })
})

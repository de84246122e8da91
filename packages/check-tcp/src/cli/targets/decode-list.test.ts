import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { decodeList, UnreadableListError } from './decode-list.js'

const TEXT = 'localhost:80\nbücher.example:443\n'

function utf16be(text: string): Buffer {
  return Buffer.from(text, 'utf16le').swap16()
}

async function decoded(bytes: Buffer, size = bytes.length): Promise<string> {
  async function* source() {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
  }
  let text = ''
  for await (const part of decodeList(source())) text += part
  return text
}

describe('decodeList', () => {
  it.each<[string, Buffer]>([
    ['UTF-8', Buffer.from(TEXT)],
    ['UTF-8 with its mark', Buffer.from(`\ufeff${TEXT}`)],
    ['UTF-16 of Windows', Buffer.from(`\ufeff${TEXT}`, 'utf16le')],
    ['UTF-16 without its mark', Buffer.from(TEXT, 'utf16le')],
    ['UTF-16 in network order', utf16be(`\ufeff${TEXT}`)],
    ['UTF-16 in network order without its mark', utf16be(TEXT)],
    ['gzip', gzipSync(TEXT)],
    ['gzip of UTF-16', gzipSync(Buffer.from(`\ufeff${TEXT}`, 'utf16le'))],
    ['gzip in two parts', Buffer.concat([gzipSync(TEXT.slice(0, 5)), gzipSync(TEXT.slice(5))])],
  ])('reads %s, in one piece and byte by byte', async (_, bytes) => {
    expect(await decoded(bytes)).toBe(TEXT)
    expect(await decoded(bytes, 1)).toBe(TEXT)
  })

  it('reads nothing as nothing', async () => {
    expect(await decoded(Buffer.alloc(0))).toBe('')
  })

  it('hands on a short line before anything else has come', async () => {
    async function* source() {
      yield 'a:1\n'
      await new Promise(() => {})
    }
    for await (const part of decodeList(source())) {
      expect(part).toBe('a:1\n')
      break
    }
  })

  it.each<[string, Buffer, RegExp]>([
    ['xz', Buffer.from('fd377a585a000004', 'hex'), /^is compressed with xz; only gzip is read$/],
    ['zstd', Buffer.from('28b52ffd04000000', 'hex'), /compressed with zstd/],
    ['bzip2', Buffer.from('425a6839314159265359', 'hex'), /compressed with bzip2/],
    ['zip', Buffer.from('504b030414000000', 'hex'), /compressed with zip/],
    [
      'a program',
      Buffer.from('7f454c4602010100000000000000000003003e0001000000', 'hex'),
      /^is binary, not text$/,
    ],
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), /^is binary, not text$/],
    ['a program in gzip', gzipSync(Buffer.from('7f454c4602010100', 'hex')), /is binary, not text$/],
    ['gzip that was cut off', gzipSync(TEXT).subarray(0, 20), /damaged or cut off$/],
    ['gzip that is damaged', Buffer.from('1f8b08000000000000ff'.padEnd(60, 'a'), 'hex'), /damaged/],
  ])('names %s', async (_, bytes, message) => {
    const error = await decoded(bytes).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(UnreadableListError)
    expect(error).toMatchObject({ message: expect.stringMatching(message) })
  })

  it('takes BZh for text where a line begins with it', async () => {
    expect(await decoded(Buffer.from('BZh.example:80\n'))).toBe('BZh.example:80\n')
  })
})

import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { naiveLeaf, naiveRoot } from './naive-root.js'

/** An audit log that is written from docs/reference/audit-format.md, with no code of the log itself. */
export class HandMadeLog {
  readonly directory: string
  readonly name: string
  /** The text of the verifier key. */
  readonly key: string
  /** All entries, without their line feeds. */
  readonly lines: string[] = []
  #segments: readonly number[] = [0]
  readonly #privateKey
  readonly #keyId: Buffer

  constructor(directory: string, name = 'example.com/log') {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519')
    const { x = '' } = publicKey.export({ format: 'jwk' })
    const typed = Buffer.concat([Buffer.from([1]), Buffer.from(x, 'base64url')])
    this.#keyId = createHash('sha256').update(`${name}\n`).update(typed).digest().subarray(0, 4)
    this.#privateKey = privateKey
    this.directory = directory
    this.name = name
    this.key = `${name}+${this.#keyId.toString('hex')}+${typed.toString('base64')}`
    if (!existsSync(directory)) mkdirSync(directory)
    this.write('verifier-key', `${this.key}\n`)
    this.writeGaps('{"lost":0,"refused":0}')
  }

  /** Puts entries at the end whose last one is sealed. */
  append(...lines: readonly string[]): void {
    this.lines.push(...lines)
    const last = this.lines.pop() ?? ''
    this.lines.push(this.seal(last))
  }

  /** A line with a seal that follows the lines that are there. */
  seal(line: string): string {
    const { name, lines } = this
    const signed = `check-tcp audit seal v1\n${name}\n${lines.length}\n${this.rootAt(lines.length)}\n${line}\n`
    return `${line.slice(0, -1)},"seal":"${this.#sign(signed).toString('base64')}"}`
  }

  /** Writes how many checks the log does not have. */
  writeGaps(line: string): void {
    const seal = this.#sign(`check-tcp audit gaps v1\n${this.name}\n${line}\n`).toString('base64')
    this.write('gaps', `${`${line.slice(0, -1)},"seal":"${seal}"}`.padEnd(4_095)}\n`)
  }

  /** Writes the entries into segments that begin with these numbers. */
  writeEntries(...segments: readonly number[]): void {
    this.#segments = segments
    for (const [index, first] of segments.entries()) {
      const lines = this.lines.slice(first, segments[index + 1])
      this.write(entriesFile(first), lines.map((line) => `${line}\n`).join(''))
    }
  }

  /** Writes the hashes of the entries from `first` to before `end`. */
  writeHashes(first: number, end: number): void {
    const leaves = this.lines.slice(first, end).map((line) => naiveLeaf(Buffer.from(line)))
    this.write(hashesFile(first), Buffer.concat(leaves))
  }

  /** A checkpoint of the first entries, with more lines than each has. */
  checkpoint(size: number, ...more: readonly string[]): string {
    const lines = [this.name, size, this.rootAt(size), this.#tailAt(size), 'keep forever', ...more]
    const text = `${lines.join('\n')}\n`
    const signature = Buffer.concat([this.#keyId, this.#sign(text)]).toString('base64')
    return `${text}\n— ${this.name} ${signature}\n`
  }

  write(name: string, content: string | Buffer): void {
    writeFileSync(join(this.directory, name), content)
  }

  rootAt(size: number): string {
    return this.#root(0, size)
  }

  /** Where the last of the first entries ends, and the roots of the full subtrees, the largest first. */
  #tailAt(size: number): string {
    const start = this.#segments.filter((at) => at === 0 || at < size).at(-1) ?? 0
    const bytes = Buffer.byteLength(
      this.lines
        .slice(start, size)
        .map((line) => `${line}\n`)
        .join(''),
    )
    const roots: string[] = []
    let first = 0
    for (let width = 2 ** 30; width >= 1; width /= 2) {
      if (size - first < width) continue
      roots.push(this.#root(first, first + width))
      first += width
    }
    return ['tail', start, bytes, ...roots].join(' ')
  }

  #root(from: number, to: number): string {
    return naiveRoot(this.lines.slice(from, to).map((line) => Buffer.from(line))).toString('base64')
  }

  #sign(text: string): Buffer {
    return sign(null, Buffer.from(text), this.#privateKey)
  }
}

export function entriesFile(first: number): string {
  return `entries-${String(first).padStart(16, '0')}.ndjson`
}

export function hashesFile(first: number): string {
  return `hashes-${String(first).padStart(16, '0')}.sha256`
}

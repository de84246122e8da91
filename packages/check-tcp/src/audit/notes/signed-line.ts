import { sign, verify } from 'node:crypto'
import type { SignerKey, VerifierKey } from './signed-note.js'

const BEGIN = Buffer.from(',"seal":"')
const END = Buffer.from('"}')
const QUOTE = 0x22

/** A line of JSON without its seal, and the seal. */
export interface SealedLine {
  readonly text: Buffer
  /** Base64, or whatever else stands there. */
  readonly seal: string
}

/** Adds a signature to a JSON object as its last member. The head, which is signed with it, says what the line is for. */
export function signLine(line: string, head: string, { privateKey }: SignerKey): string {
  const signature = sign(null, Buffer.from(`${head}${line}\n`), privateKey)
  return `${line.slice(0, -1)},"seal":"${signature.toString('base64')}"}`
}

/** `undefined` for a line that carries no seal. */
export function readSealedLine(line: Buffer): SealedLine | undefined {
  const at = line.lastIndexOf(BEGIN)
  const from = at + BEGIN.length
  const to = line.length - END.length
  if (at < 0 || to < from || !line.subarray(to).equals(END)) return undefined
  const seal = line.subarray(from, to)
  if (seal.includes(QUOTE)) return undefined
  return {
    text: Buffer.concat([line.subarray(0, at), Buffer.from('}')]),
    seal: seal.toString('latin1'),
  }
}

export function isSignedLine({ text, seal }: SealedLine, head: string, key: VerifierKey): boolean {
  const signature = Buffer.from(seal, 'base64')
  // One signature has one spelling.
  if (signature.toString('base64') !== seal) return false
  const signed = Buffer.concat([Buffer.from(head), text, Buffer.from('\n')])
  return verify(null, signed, key.publicKey, signature)
}

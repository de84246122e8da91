import { createPublicKey, hash, type KeyObject, sign, verify } from 'node:crypto'

/** C2SP signed-note: the signature type of Ed25519. */
const ED25519 = 1
const KEY_ID_BYTES = 4
const KEY_BYTES = 32

/** What proves a signature: `name+hash+base64`, the form that other tools for transparency logs read too. */
export interface VerifierKey {
  readonly name: string
  readonly id: Buffer
  readonly publicKey: KeyObject
}

export interface SignerKey {
  readonly privateKey: KeyObject
  readonly verifier: VerifierKey
}

export function verifierKey(name: string, publicKey: KeyObject): VerifierKey {
  return { name, id: keyId(name, rawKey(publicKey)), publicKey }
}

export function formatVerifierKey({ name, id, publicKey }: VerifierKey): string {
  return formatKeyText(name, id, rawKey(publicKey))
}

/** `undefined` where it is none, or not one of Ed25519. */
export function parseVerifierKey(text: string): VerifierKey | undefined {
  const read = readKeyText(text.trim())
  if (!read) return undefined
  const { name, id, raw } = read
  if (keyId(name, raw).toString('hex') !== id) return undefined
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url') }
  return verifierKey(name, createPublicKey({ key: jwk, format: 'jwk' }))
}

/** An Ed25519 key in the form `name+hash+base64`, public or, behind a prefix, private. */
interface KeyText {
  readonly name: string
  /** Hexadecimal. */
  readonly id: string | undefined
  readonly raw: Buffer
}

/** `undefined` where it is none. Whether the hash fits is not asked. */
export function readKeyText(text: string): KeyText | undefined {
  const [name = '', id, ...rest] = text.split('+')
  const base64 = rest.join('+')
  const bytes = Buffer.from(base64, 'base64')
  const isKey =
    /^\S+$/.test(name) &&
    bytes.length === 1 + KEY_BYTES &&
    bytes[0] === ED25519 &&
    bytes.toString('base64') === base64
  return isKey ? { name, id, raw: bytes.subarray(1) } : undefined
}

export function formatKeyText(name: string, id: Buffer, raw: Buffer): string {
  return `${name}+${id.toString('hex')}+${typed(raw).toString('base64')}`
}

/** A note is its text, which ends with a line's end, an empty line and the signature. */
export function signNote(text: string, { privateKey, verifier }: SignerKey): string {
  const signature = sign(null, Buffer.from(text), privateKey)
  const bytes = Buffer.concat([verifier.id, signature])
  return `${text}\n— ${verifier.name} ${bytes.toString('base64')}\n`
}

/** The text of a note that the key has signed; `undefined` where it has not. */
export function openNote(note: string, key: VerifierKey): string | undefined {
  const end = note.lastIndexOf('\n\n')
  if (end < 0 || !note.endsWith('\n')) return undefined
  const text = note.slice(0, end + 1)
  const signatures = note
    .slice(end + 2)
    .split('\n')
    .flatMap((line) => signatureOf(line, key) ?? [])
  // Who holds a key may sign twice, but nothing that does not fit.
  const isSigned =
    signatures.length > 0 &&
    signatures.every((signature) => verify(null, Buffer.from(text), key.publicKey, signature))
  return isSigned ? text : undefined
}

function signatureOf(line: string, { name, id }: VerifierKey): Buffer | undefined {
  const [, signer, base64 = ''] = /^— (\S+) ([A-Za-z0-9+/]+=*)$/.exec(line) ?? []
  const bytes = Buffer.from(base64, 'base64')
  // Base64 has bits to spare at its end: one signature is to have one spelling.
  if (bytes.toString('base64') !== base64) return undefined
  if (signer !== name || !bytes.subarray(0, KEY_ID_BYTES).equals(id)) return undefined
  return bytes.subarray(KEY_ID_BYTES)
}

function keyId(name: string, raw: Buffer): Buffer {
  const bytes = Buffer.concat([Buffer.from(`${name}\n`), typed(raw)])
  return hash('sha256', bytes, 'buffer').subarray(0, KEY_ID_BYTES)
}

function typed(raw: Buffer): Buffer {
  return Buffer.concat([Buffer.from([ED25519]), raw])
}

function rawKey(publicKey: KeyObject): Buffer {
  return Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url')
}

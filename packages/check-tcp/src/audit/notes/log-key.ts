import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { AuditLogError } from '../audit-log-error.js'
import { parseVerifierKey, type SignerKey, verifierKey } from './signed-note.js'

/** What stands before the 32 bytes of an Ed25519 key in PKCS #8 (RFC 8410 section 7). */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex')
const SEED_BYTES = 32

/**
 * The key that signs a log's checkpoints, made where there is none yet. Its file is one line,
 * `PRIVATE+KEY+name+hash+base64`, as Go's sumdb/note writes it; the name is the log's.
 *
 * @throws {AuditLogError} for a file that is no key
 */
export function loadOrMakeKey(file: string): SignerKey {
  const text = readIfThere(file)
  return text === undefined ? makeKey(file) : parseKey(text, file)
}

function parseKey(text: string, file: string): SignerKey {
  const [, name = '', id = '', base64 = ''] =
    /^PRIVATE\+KEY\+([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/.exec(text.trim()) ?? []
  const bytes = Buffer.from(base64, 'base64')
  if (bytes.length === 1 + SEED_BYTES && bytes[0] === 1) {
    const key = signerKey(name, bytes.subarray(1))
    if (key.verifier.id.toString('hex') === id) return key
  }
  throw new AuditLogError(`${file} is not the key of an audit log`)
}

function makeKey(file: string): SignerKey {
  const name = `${hostname().replace(/[\s+]/g, '-') || 'localhost'}/check-tcp-audit/${randomBytes(4).toString('hex')}`
  const { d = '' } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' })
  const seed = Buffer.from(d, 'base64url')
  const key = signerKey(name, seed)
  const bytes = Buffer.concat([Buffer.from([1]), seed])
  const text = `PRIVATE+KEY+${name}+${key.verifier.id.toString('hex')}+${bytes.toString('base64')}\n`
  // Whole or not at all, whatever happens to the disk.
  const draft = `${file}.new`
  writeFileSync(draft, text, { mode: 0o600, flush: true })
  renameSync(draft, file)
  return key
}

function signerKey(name: string, seed: Buffer): SignerKey {
  const der = Buffer.concat([PKCS8_HEAD, seed])
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  return { privateKey, verifier: verifierKey(name, createPublicKey(privateKey)) }
}

/** The verifier key of a text, or of the file that it names; `undefined` where it is neither. */
export function readVerifierKey(keyOrFile: string): ReturnType<typeof parseVerifierKey> {
  return parseVerifierKey(keyOrFile) ?? parseVerifierKey(readIfThere(keyOrFile) ?? '')
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { AuditLogError } from '../audit-log-error.js'
import type { LogFolder } from '../files/log-folder.js'
import { parseVerifierKey, type SignerKey, verifierKey } from './signed-note.js'

/** What stands before the 32 bytes of an Ed25519 key in PKCS #8 (RFC 8410 section 7). */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex')
const SEED_BYTES = 32

/**
 * The key that signs for a log; `undefined` where there is none yet. Its file is one line,
 * `PRIVATE+KEY+name+hash+base64`, as Go's sumdb/note writes it; the name is the log's.
 *
 * @throws {AuditLogError} for a file that is no key, or that others can read
 */
export function readKey(folder: LogFolder, name: string): SignerKey | undefined {
  const text = folder.readPrivate(name)?.toString('utf8')
  return text === undefined ? undefined : parseKey(text, join(folder.path, name))
}

function parseKey(text: string, file: string): SignerKey {
  const [, name = '', id = '', base64 = ''] =
    /^PRIVATE\+KEY\+([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/.exec(text.trim()) ?? []
  const bytes = Buffer.from(base64, 'base64')
  const isKey = bytes.length === 1 + SEED_BYTES && bytes[0] === 1
  if (isKey && bytes.toString('base64') === base64) {
    const key = signerKey(name, bytes.subarray(1))
    if (key.verifier.id.toString('hex') === id) return key
  }
  throw new AuditLogError(`${file} is not the key of an audit log`)
}

/** Makes a key and its file. */
export async function makeKey(folder: LogFolder, file: string): Promise<SignerKey> {
  const name = `${hostname().replace(/[\s+]/g, '-') || 'localhost'}/check-tcp-audit/${randomBytes(4).toString('hex')}`
  const { d = '' } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' })
  const seed = Buffer.from(d, 'base64url')
  const key = signerKey(name, seed)
  const bytes = Buffer.concat([Buffer.from([1]), seed])
  const text = `PRIVATE+KEY+${name}+${key.verifier.id.toString('hex')}+${bytes.toString('base64')}\n`
  await folder.replace(file, text)
  await folder.sync()
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

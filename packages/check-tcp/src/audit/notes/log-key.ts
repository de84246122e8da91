import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { unlessErrno } from '../../core/failure/system-error-text.js'
import { AuditLogError } from '../audit-log-error.js'
import type { LogFolder } from '../files/log-folder.js'
import {
  formatKeyText,
  parseVerifierKey,
  readKeyText,
  type SignerKey,
  verifierKey,
} from './signed-note.js'

/** What stands before the 32 bytes of an Ed25519 key in PKCS #8 (RFC 8410 section 7). */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex')
const PRIVATE = 'PRIVATE+KEY+'

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
  const line = text.trim()
  const read = line.startsWith(PRIVATE) ? readKeyText(line.slice(PRIVATE.length)) : undefined
  const key = read && signerKey(read.name, read.raw)
  if (key && key.verifier.id.toString('hex') === read?.id) return key
  throw new AuditLogError(`${file} is not the key of an audit log`)
}

/** Makes a key and its file. */
export async function makeKey(
  folder: LogFolder,
  file: string,
  host = hostname(),
): Promise<SignerKey> {
  const name = `${host.replace(/[\s+]/g, '-') || 'localhost'}/check-tcp-audit/${randomBytes(4).toString('hex')}`
  const { d = '' } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' })
  const seed = Buffer.from(d, 'base64url')
  const key = signerKey(name, seed)
  await folder.replace(file, `${PRIVATE}${formatKeyText(name, key.verifier.id, seed)}\n`)
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
  return unlessErrno('ENOENT', () => readFileSync(file, 'utf8'))
}

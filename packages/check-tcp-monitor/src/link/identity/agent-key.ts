import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto'

/** The key by which an agent is known. It is made on the agent and never leaves it. */
export interface AgentKey {
  /** PKCS #8, PEM: what the agent keeps in its file. */
  readonly pem: string
  /** The 32 bytes of the Ed25519 public key (RFC 8032), base64url: what the hub keeps. */
  readonly publicKey: string
}

export function makeAgentKey(): AgentKey {
  const { privateKey } = generateKeyPairSync('ed25519')
  const pem = privateKey.export({ format: 'pem', type: 'pkcs8' })
  return { pem: String(pem), publicKey: publicKeyOf(privateKey) }
}

/** @returns undefined where the text is not a private Ed25519 key */
export function readAgentKey(pem: string): AgentKey | undefined {
  try {
    const key = createPrivateKey(pem)
    return key.asymmetricKeyType === 'ed25519' ? { pem, publicKey: publicKeyOf(key) } : undefined
  } catch {
    return undefined
  }
}

/** @returns the signature, base64url */
export function signAs({ pem }: AgentKey, message: string): string {
  return sign(null, Buffer.from(message), createPrivateKey(pem)).toString('base64url')
}

/** Is the text an Ed25519 public key, base64url? */
export function isPublicKey(text: string): boolean {
  return keyOf(text) !== undefined
}

/** By which people know a key, as OpenSSH writes it: `SHA256:` and the base64 of its digest. */
export function fingerprintOf(publicKey: string): string {
  const digest = createHash('sha256').update(Buffer.from(publicKey, 'base64url')).digest('base64')
  return `SHA256:${digest.replace(/=+$/, '')}`
}

/** Did whoever has the key sign the message? Never throws, whatever the texts are. */
export function isSignedBy(publicKey: string, message: string, signature: string): boolean {
  const key = keyOf(publicKey)
  return (
    key !== undefined &&
    verify(null, Buffer.from(message), key, Buffer.from(signature, 'base64url'))
  )
}

function keyOf(x: string): KeyObject | undefined {
  try {
    return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
  } catch {
    return undefined
  }
}

function publicKeyOf(privateKey: KeyObject): string {
  const { x = '' } = createPublicKey(privateKey).export({ format: 'jwk' })
  return x
}

import {
  createPrivateKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
} from 'node:crypto'
import { isIPv4, isIPv6 } from 'node:net'

/** A certificate and its key, both as PEM. */
export interface Certified {
  readonly certificate: string
  readonly key: string
}

/** Somebody who issues certificates. */
interface Authority extends Certified {
  readonly name: string
}

interface CertificateOptions {
  /** The subject's common name. */
  readonly name?: string
  /** DNS names and addresses; none where the list is empty. */
  readonly names?: readonly string[]
  /** Days from now. */
  readonly from?: number
  readonly to?: number
  /** Who signs it; it signs itself where nobody is named. */
  readonly by?: Authority
  /** May issue others. */
  readonly authority?: boolean
  /** `weak`: RSA with 512 bits, signed over SHA-1. */
  readonly kind?: 'ec' | 'weak'
}

const DAY_MS = 86_400_000
const ECDSA_SHA256 = '1.2.840.10045.4.3.2'
const RSA_SHA1 = '1.2.840.113549.1.1.5'

export function makeAuthority(name: string, options: CertificateOptions = {}): Authority {
  return { name, ...makeCertificate({ names: [], to: 3_000, ...options, name, authority: true }) }
}

/** Makes an X.509 certificate (RFC 5280 section 4.1), for 30 days and localhost where nothing else is said. */
export function makeCertificate({
  name = 'service.test',
  names = ['localhost', '127.0.0.1', '::1'],
  from = -1,
  to = 30,
  by,
  authority = false,
  kind = 'ec',
}: CertificateOptions = {}): Certified {
  const { publicKey, privateKey } =
    kind === 'ec'
      ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
      : generateKeyPairSync('rsa', { modulusLength: 512 })
  const signer = by ? createPrivateKey(by.key) : privateKey
  const algorithm = sequence(oid(signer.asymmetricKeyType === 'ec' ? ECDSA_SHA256 : RSA_SHA1))
  const extensions = [
    extension('2.5.29.19', sequence(...(authority ? [tlv(0x01, Buffer.from([0xff]))] : [])), true),
    ...(names.length > 0 ? [extension('2.5.29.17', sequence(...names.map(alternative)))] : []),
  ]
  const body = sequence(
    tlv(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    distinguished(by?.name ?? name),
    sequence(time(from), time(to)),
    distinguished(name),
    publicKey.export({ type: 'spki', format: 'der' }),
    tlv(0xa3, sequence(...extensions)),
  )
  const signature = sign(signer.asymmetricKeyType === 'ec' ? 'sha256' : 'sha1', body, signer)
  return {
    certificate: pem(sequence(body, algorithm, bits(signature))),
    key: keyPem(privateKey),
  }
}

function keyPem(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString()
}

function pem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}

function tlv(tag: number, ...content: readonly Buffer[]): Buffer {
  const body = Buffer.concat(content)
  const { length } = body
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), body])
}

const sequence = (...content: readonly Buffer[]) => tlv(0x30, ...content)
const integer = (bytes: Buffer) => tlv(0x02, bytes)
const bits = (bytes: Buffer) => tlv(0x03, Buffer.from([0]), bytes)

function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  const bytes = [first * 40 + second]
  for (const part of rest) {
    const septets = [part & 0x7f]
    for (let left = part >> 7; left > 0; left >>= 7) septets.unshift((left & 0x7f) | 0x80)
    bytes.push(...septets)
  }
  return tlv(0x06, Buffer.from(bytes))
}

function distinguished(name: string): Buffer {
  return sequence(tlv(0x31, sequence(oid('2.5.4.3'), tlv(0x0c, Buffer.from(name)))))
}

/** GeneralizedTime, whatever the year. */
function time(days: number): Buffer {
  const text = new Date(Date.now() + days * DAY_MS).toISOString()
  return tlv(0x18, Buffer.from(`${text.replace(/\D/g, '').slice(0, 14)}Z`))
}

function extension(id: string, value: Buffer, critical = false): Buffer {
  return sequence(oid(id), ...(critical ? [tlv(0x01, Buffer.from([0xff]))] : []), tlv(0x04, value))
}

function alternative(name: string): Buffer {
  if (isIPv4(name)) return tlv(0x87, Buffer.from(name.split('.').map(Number)))
  if (isIPv6(name)) {
    const [head = '', tail = ''] = name.split('::')
    const words = (text: string) => text.split(':').filter((word) => word !== '')
    const zeros = Array(8 - words(head).length - words(tail).length).fill('0')
    const all = [...words(head), ...(name.includes('::') ? zeros : []), ...words(tail)]
    return tlv(0x87, Buffer.from(all.map((word) => word.padStart(4, '0')).join(''), 'hex'))
  }
  return tlv(0x82, Buffer.from(name))
}

import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '../../../core/time/clock.js'
import { pinOf } from '../../../link/identity/pin.js'
import { type Certified, makeSelfSigned } from '../../../link/identity/self-signed.js'
import { writePrivate } from '../write-private.js'

/**
 * The certificate of a hub whose config names none: made once and kept in its directory, since agents know the hub by its key.
 *
 * @throws what the file system says (as a rejection)
 */
export async function hubCertificate(directory: string, clock: Clock): Promise<Certified> {
  const file = join(directory, 'hub.pem')
  try {
    return partsOf(await readFile(file, 'utf8'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  const made = makeSelfSigned('check-tcp hub', clock.wallMs())
  await writePrivate(file, `${made.key}${made.cert}`)
  return made
}

/**
 * The certificate of hubs that share a database, made by the first of them.
 *
 * @param keep gives the PEM that is kept: this one, where there was none
 */
export async function sharedHubCertificate(
  keep: (pem: string) => Promise<string>,
  clock: Clock,
): Promise<Certified> {
  const made = makeSelfSigned('check-tcp hub', clock.wallMs())
  return partsOf(await keep(`${made.key}${made.cert}`))
}

export function pinOfCertificate(cert: string): string {
  return pinOf(new X509Certificate(cert))
}

function partsOf(text: string): Certified {
  const [key = '', cert = ''] = text.split(/(?=-----BEGIN CERTIFICATE)/)
  return { key, cert }
}

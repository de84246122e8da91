import { createHash, timingSafeEqual } from 'node:crypto'

/** Digests are of one length, so that a comparison tells neither how long a secret is nor how much of it fits. */
export function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

export function isSame(given: string, secret: string): boolean {
  return timingSafeEqual(digest(given), digest(secret))
}

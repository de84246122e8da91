import { createHash } from 'node:crypto'

/** What is kept of a secret: whoever reads it cannot use it. SHA-256, base64url. */
export function secretHashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url')
}

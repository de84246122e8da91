import { createPrivateKey, X509Certificate } from 'node:crypto'
import { dirname, resolve } from 'node:path'
import { readText } from 'check-tcp/files'
import type { Source } from '../source.js'

interface PemFile {
  /** Seen from the config file. */
  readonly file: string
  /** Where the config names it. */
  readonly at: number
  readonly source: Source
}

/** Reads a certificate or a private key; one that is none is a problem of the config, where that names it. */
export async function readPem(
  what: 'certificate' | 'key',
  { file, at, source }: PemFile,
): Promise<{ readonly path: string; readonly text?: string }> {
  const path = resolve(dirname(source.path), file)
  const { text, problem } = await readText(path)
  const isGood = () => (what === 'key' ? createPrivateKey(text) : new X509Certificate(text))
  const { message, ofFile } = problem ?? { message: `is not a ${what} in PEM format`, ofFile: true }
  if (!problem && works(isGood)) return { path, text }
  source.problems.push({ at, message: `the file ${path}${ofFile ? '' : ':'} ${message}` })
  return { path }
}

/** Whether a certificate is that of a private key, both as PEM. */
export function isPair(cert: string, key: string): boolean {
  return new X509Certificate(cert).checkPrivateKey(createPrivateKey(key))
}

function works(what: () => unknown): boolean {
  try {
    what()
    return true
  } catch {
    return false
  }
}

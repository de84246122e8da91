import { createHash, createPublicKey, verify } from 'node:crypto'

/**
 * Checks what an audit log proves, from the documents alone: RFC 9162 sections 2.1.3.2 and 2.1.4.2, C2SP signed-note,
 * tlog-checkpoint and tlog-proof. Shares no code with the log.
 */

export interface Inclusion {
  readonly leaf: Buffer
  readonly index: number
  readonly size: number
  readonly path: readonly Buffer[]
  readonly root: Buffer
}

export function inclusionHolds({ leaf, index, size, path, root }: Inclusion): boolean {
  if (index >= size) return false
  let [fn, sn] = [index, size - 1]
  let r = leaf
  for (const p of path) {
    if (sn === 0) return false
    if (fn % 2 === 1 || fn === sn) {
      r = node(p, r)
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [half(fn), half(sn)]
    } else r = node(r, p)
    ;[fn, sn] = [half(fn), half(sn)]
  }
  return sn === 0 && r.equals(root)
}

export interface Growth {
  readonly from: number
  readonly fromRoot: Buffer
  readonly size: number
  readonly root: Buffer
  readonly path: readonly Buffer[]
}

export function growthHolds({ from, fromRoot, size, root, path }: Growth): boolean {
  if (from === size) return path.length === 0 && fromRoot.equals(root)
  const isPowerOfTwo = Number.isInteger(Math.log2(from))
  const [first, ...rest] = isPowerOfTwo ? [fromRoot, ...path] : path
  if (!first) return false
  let [fn, sn] = [from - 1, size - 1]
  while (fn % 2 === 1) [fn, sn] = [half(fn), half(sn)]
  let [fr, sr] = [first, first]
  for (const c of rest) {
    if (sn === 0) return false
    if (fn % 2 === 1 || fn === sn) {
      ;[fr, sr] = [node(c, fr), node(c, sr)]
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [half(fn), half(sn)]
    } else sr = node(sr, c)
    ;[fn, sn] = [half(fn), half(sn)]
  }
  return sn === 0 && fr.equals(fromRoot) && sr.equals(root)
}

/** The text of a note that is signed by the key `name+hash+base64`; throws where it is not. */
export function textOfNote(note: string, verifierKey: string): string {
  const [name = '', , ...base64] = verifierKey.trim().split('+')
  const typed = Buffer.from(base64.join('+'), 'base64')
  const id = sha256(Buffer.from(`${name}\n`), typed).subarray(0, 4)
  const [text = '', signature = ''] = note.split('\n\n')
  const bytes = Buffer.from(signature.trim().split(' ')[2] ?? '', 'base64')
  const key = createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: typed.subarray(1).toString('base64url') },
    format: 'jwk',
  })
  const isSigned =
    signature.startsWith(`— ${name} `) &&
    bytes.subarray(0, 4).equals(id) &&
    verify(null, Buffer.from(`${text}\n`), key, bytes.subarray(4))
  if (!isSigned) throw new Error(`not signed by ${name}`)
  return `${text}\n`
}

/** Does a `c2sp.org/tlog-proof@v1` text prove that the entry is in the log that the key signs for? */
export function proofHolds(proof: string, entry: string, verifierKey: string): boolean {
  const end = proof.indexOf('\n\n')
  const [head, indexLine = '', ...path] = proof.slice(0, end).split('\n')
  if (head !== 'c2sp.org/tlog-proof@v1') return false
  const [, size = '', root = ''] = textOfNote(proof.slice(end + 2), verifierKey).split('\n')
  return inclusionHolds({
    leaf: sha256(Buffer.from([0]), Buffer.from(entry)),
    index: Number(indexLine.split(' ')[1]),
    size: Number(size),
    path: path.map((hash) => Buffer.from(hash, 'base64')),
    root: Buffer.from(root, 'base64'),
  })
}

function half(number: number): number {
  return Math.floor(number / 2)
}

function node(left: Buffer, right: Buffer): Buffer {
  return sha256(Buffer.from([1]), left, right)
}

function sha256(...parts: readonly Buffer[]): Buffer {
  return createHash('sha256').update(Buffer.concat(parts)).digest()
}

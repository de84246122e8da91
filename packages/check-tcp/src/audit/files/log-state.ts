import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { CompactRange, rootsOf } from '../merkle/compact-range.js'
import { HASH_BYTES } from '../merkle/tree-hash.js'
import { FILES, partPath } from './layout.js'

/** The end of a log: its tree, and the place in its last file up to which that tree goes. */
export interface LogState {
  readonly range: CompactRange
  /** The number of the first entry of the file. */
  readonly segment: number
  /** Bytes. */
  readonly offset: number
}

export function formatState({ range, segment, offset }: LogState): string {
  const roots = range.roots.map((root) => root.toString('base64'))
  return `${JSON.stringify({ size: range.size, segment, offset, roots })}\n`
}

/**
 * The state that was written with the last checkpoint, which saves reading everything again. `undefined` where there is
 * none that can be used; nothing rests on it.
 */
export function rememberedState(directory: string): LogState | undefined {
  try {
    const state = parseState(readFileSync(join(directory, FILES.tail), 'utf8'))
    const { size } = statSync(partPath(directory, 'entries', state.segment))
    return state.offset <= size ? state : undefined
  } catch {
    return undefined
  }
}

/** @throws whatever is wrong with the text */
export function parseState(text: string): LogState {
  const { size, segment, offset, roots } = JSON.parse(text)
  const hashes = roots.map((root: string) => Buffer.from(root, 'base64'))
  const areNumbers = [size, segment, offset].every((number) => Number.isSafeInteger(number))
  const areRoots = hashes.every(({ length }: Buffer) => length === HASH_BYTES)
  if (!areNumbers || !areRoots || hashes.length !== rootsOf(size) || segment > size) {
    throw new RangeError('the state of the log cannot be used')
  }
  return { range: new CompactRange(size, hashes), segment, offset }
}

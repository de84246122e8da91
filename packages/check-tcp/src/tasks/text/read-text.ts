import { type FileHandle, open } from 'node:fs/promises'
import { whyUnreadable } from '../../core/failure/why-unreadable.js'
import { compressionOf, encodingOf } from '../../core/text/text-format.js'
import { findWrongByte } from '../../core/text/wrong-byte.js'
import { YAML_LIMITS } from '../tree/yaml-limits.js'
import type { TextProblem } from './text-problem.js'

/** Everything that YAML text cannot contain (YAML 1.2.2, section 5.1) and that a binary file soon does. */
const NOT_TEXT = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/

const TOO_LONG = `is larger than ${YAML_LIMITS.bytes / 1024 / 1024} MiB; split it into several files`

/** The text of a task file, and why it is refused, where it is. */
export interface ReadText {
  readonly text: string
  readonly problem?: TextProblem
}

function refused(message: string): ReadText {
  return { text: '', problem: { at: 0, message, ofFile: true } }
}

/** Looks at a file before it is read; says why it is not to be, where it is not. */
type ExamineFile = (file: FileHandle) => Promise<string | undefined>

/** Reads a task file as text, never more of it than a task file may have. */
export async function readText(path: string, examine?: ExamineFile): Promise<ReadText> {
  try {
    await using file = await opened(path)
    const refusal = await examine?.(file.handle)
    if (refusal !== undefined) return refused(refusal)
    const bytes = await readAtMost(file.handle, YAML_LIMITS.bytes + 1)
    return decodeText(bytes)
  } catch (error) {
    return refused(whyUnreadable(error))
  }
}

async function opened(path: string) {
  const handle = await open(path, 'r')
  return { handle, [Symbol.asyncDispose]: () => handle.close() }
}

/** A pipe has no size to ask for beforehand, so the bytes are counted as they come. */
async function readAtMost(file: FileHandle, most: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let length = 0
  while (length < most) {
    const { bytesRead, buffer } = await file.read({ buffer: Buffer.alloc(64 * 1024) })
    if (bytesRead === 0) break
    chunks.push(buffer.subarray(0, bytesRead))
    length += bytesRead
  }
  return Buffer.concat(chunks)
}

/**
 * Decodes the bytes of a task file: UTF-8, or UTF-16 with or without its mark. What is wrong with their encoding is told
 * at the first wrong byte, and the text comes with a replacement character there.
 */
export function decodeText(bytes: Uint8Array): ReadText {
  if (bytes.length > YAML_LIMITS.bytes) return refused(TOO_LONG)
  const compression = compressionOf(bytes)
  if (compression) {
    return refused(`is compressed with ${compression}; unpack it first`)
  }
  const encoding = encodingOf(bytes)
  const text = new TextDecoder(encoding).decode(bytes)
  const checked = checkText(text)
  const wrong = findWrongByte(text, bytes, encoding)
  if (!wrong) return checked
  if (checked.problem) {
    return refused('is not UTF-8 text; is it a binary file?')
  }
  // The checked text has line ends as the parser knows them, and no mark.
  const at = wrong.at - (text.length - checked.text.length)
  return { text: checked.text, problem: { ...wrong, at } }
}

/** Lets a text through that is no longer than a task file may be and has no control characters. */
export function checkText(text: string): ReadText {
  if (Buffer.byteLength(text) > YAML_LIMITS.bytes) return refused(TOO_LONG)
  // A byte order mark is no part of the text, in bytes or not.
  if (text.startsWith('\ufeff')) return checkText(text.slice(1))
  // A line end of old Macs, which YAML knows and the parser does not.
  if (/\r(?!\n)/.test(text)) return checkText(text.replace(/\r(?!\n)/g, '\n'))
  const at = text.search(NOT_TEXT)
  if (at < 0) return { text }
  const code = text.charCodeAt(at).toString(16).padStart(2, '0')
  return {
    text,
    problem: { at, message: `the control character \\x${code} is not text; is it a binary file?` },
  }
}

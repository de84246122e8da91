import { appendFileSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { entriesFile, HandMadeLog, hashesFile } from './hand-made-log.js'

/** What is done to a log of ten entries in segments from 0, 3 and 6 on; the checkpoint is of 6 entries, the kept one of 3. */
export type Change = (log: HandMadeLog) => void

const WHO = '{"user":"root"}'

/** Logs that nobody has tampered with. */
export const UNTOUCHED: Readonly<Record<string, Change>> = {
  'nothing is done to it': () => {},
  'a writer died before it could seal': (log) => {
    appendFileSync(file(log, 6), `${entry(43)}\n${entry(43)}\n`)
  },
  'a writer died within a line': (log) => appendFileSync(file(log, 6), entry(43).slice(0, 20)),
  'a segment has just been begun': (log) => log.write(entriesFile(10), ''),
  'a writer died before it could remove the entries': (log) => {
    log.writeHashes(0, 3)
    forget(log, 3)
  },
  'entries were removed after their time': (log) => remove(log, 3),
  'a checkpoint has lines that nobody knows': (log) => {
    log.write('checkpoint', log.checkpoint(10, 'new words'))
  },
  'other files are there': (log) => {
    log.write('entries-0.ndjson', 'x')
    log.write(`${entriesFile(6)}.0011223344556677.new`, 'x')
  },
}

/** Logs that somebody has tampered with, and a part of what a verifier in Python says of it. */
export const TAMPERED: Readonly<Record<string, readonly [found: string, change: Change]>> = {
  'the checkpoint is removed': ['is missing', (log) => rmSync(join(log.directory, 'checkpoint'))],
  'the checkpoint is not signed': [
    'does not verify',
    (log) => log.write('checkpoint', log.checkpoint(6).replace('\n6\n', '\n5\n')),
  ],
  'the checkpoint is signed by another key': [
    'not signed by',
    (log) => log.write('checkpoint', other(log).checkpoint(6)),
  ],
  'the signature is spelled in another way': [
    'not base64 as an encoder',
    (log) => {
      const spelled = log.checkpoint(6).replace(/(.)=\n$/, (_, last) => `${nextLetter(last)}=\n`)
      log.write('checkpoint', spelled)
    },
  ],
  'it is rolled back': [
    'is older than',
    (log) => {
      log.writeEntries(0)
      truncateSync(file(log, 0), log.lines.slice(0, 2).join('\n').length + 1)
      for (const first of [3, 6]) rmSync(file(log, first))
      log.write('checkpoint', log.checkpoint(2))
    },
  ],
  'it is another log, signed with the stolen key': [
    'not those of the checkpoint from outside',
    (log) => {
      log.lines[1] = entry(1)
      log.writeEntries(0, 3, 6)
      log.write('checkpoint', log.checkpoint(10))
    },
  ],
  'an entry is changed': [
    'not those of the log',
    (log) => edit(file(log, 3), (text) => text.replace('check', 'probe')),
  ],
  'the end is cut off': [
    'of which 3 are there',
    (log) => [3, 6].map((at) => rmSync(file(log, at))),
  ],
  'a segment is missing': ['should begin with entry 3', (log) => rmSync(file(log, 3))],
  'a segment is there twice': [
    'should begin with entry 10',
    (log) => log.write(entriesFile(7), `${log.lines[7]}\n`),
  ],
  'a segment ends within a line': [
    'ends in the middle',
    (log) => edit(file(log, 0), (text) => text.slice(0, -1)),
  ],
  'a seal after the checkpoint is changed': [
    'the seal of entry 7',
    (log) => edit(file(log, 6), (text) => text.replace(/"seal":"./, '"seal":"!')),
  ],
  'a seal after the checkpoint is empty': [
    'the seal of entry 9',
    (log) => edit(file(log, 6), (text) => text.replace(/"seal":"[^"]*"}\n$/, '"seal":""}\n')),
  ],
  'a seal after the checkpoint is spelled in another way': [
    'the seal of entry 9',
    (log) =>
      edit(file(log, 6), (text) =>
        text.replace(/(.)=="}\n$/, (_, last) => `${nextLetter(last)}=="}\n`),
      ),
  ],
  'an entry before a seal is changed': [
    'the seal of entry 9',
    (log) => edit(file(log, 6), (text) => text.replace(`${log.lines[8]}\n`, `${entry(1)}\n`)),
  ],
  'an entry before a seal is removed': [
    'the seal of entry 6',
    (log) => edit(file(log, 6), (text) => text.replace(`${log.lines[6]}\n`, '')),
  ],
  'an entry with the seal of another is put at the end': [
    'the seal of entry 10',
    (log) => appendFileSync(file(log, 6), `${log.lines[9]}\n`),
  ],
  'entries are put at the end with a seal by another key': [
    'the seal of entry 10',
    (log) => appendFileSync(file(log, 6), `${other(log).seal(entry(43))}\n`),
  ],
  'entries are removed, and nothing says so': ['nothing signed says so', (log) => remove(log)],
  'more entries are removed than the checkpoint says': [
    'nothing signed says so',
    (log) => remove(log, 2),
  ],
  'entries are removed before their time': [
    'not old enough',
    (log) => remove(log, 3, '2026-01-31T00:00:00Z'),
  ],
  'entries are removed a millisecond before their time': [
    'not old enough',
    (log) => remove(log, 3, '2026-01-31T23:59:59.999Z'),
  ],
  'the entry that would show it is removed too': [
    'not old enough',
    (log) => {
      remove(log, 3)
      log.writeHashes(3, 6)
      rmSync(file(log, 3))
    },
  ],
  'hashes end in the middle': [
    'ends in the middle',
    (log) => {
      remove(log, 3)
      appendFileSync(join(log.directory, hashesFile(0)), 'x')
    },
  ],
  'the entry says something else of a removal than the checkpoint': [
    'another removal',
    (log) => {
      remove(log, 3)
      log.write('checkpoint', log.checkpoint(6, `forgotten 3 29 2026-02-01T00:00:00.000Z ${WHO}`))
    },
  ],
  'the count of lost checks is removed': [
    'gaps is missing',
    (log) => rmSync(join(log.directory, 'gaps')),
  ],
  'the count of lost checks is changed': [
    'the seal of gaps',
    (log) => edit(join(log.directory, 'gaps'), (text) => text.replace('"lost":0', '"lost":1')),
  ],
  'the count of lost checks is signed by another key': [
    'the seal of gaps',
    (log) => log.write('gaps', readFileSync(join(other(log).directory, 'gaps'))),
  ],
  'the key in the folder is removed': [
    'verifier-key',
    (log) => rmSync(join(log.directory, 'verifier-key')),
  ],
  'the key in the folder is another': [
    'verifier-key',
    (log) => log.write('verifier-key', `${other(log).key}\n`),
  ],
}

/** Writes the log that the changes begin from; gives the checkpoint that is kept elsewhere. */
export function writeLog(log: HandMadeLog): string {
  log.append(entry(0), entry(0), entry(1))
  const since = log.checkpoint(3)
  for (const day of [1, 40, 40, 41, 41, 42, 42]) log.lines.push(entry(day))
  seal(log)
  log.write('checkpoint', log.checkpoint(6))
  return since
}

function entry(day: number): string {
  const time = new Date(Date.UTC(2026, 0, 1 + day)).toISOString()
  return `{"kind":"check","time":"${time}","who":${WHO}}`
}

/** Seals the last entries of the batches that follow the first one. */
function seal(log: HandMadeLog): void {
  for (const end of [6, 8, 10]) {
    const after = log.lines.splice(end - 1)
    log.append((after.shift() ?? '').replace(/,"seal":"[^"]*"}$/, '}'))
    log.lines.push(...after)
  }
  log.writeEntries(0, 3, 6)
}

/** Says in an entry and in the checkpoint that entries were removed; the entry 3 is of 2 January. */
function forget(log: HandMadeLog, firstKept: number, time = '2026-02-01T00:00:00.000Z'): void {
  log.lines[5] = `{"kind":"retention","time":"${time}","who":${WHO},"days":30,"kept_from":${firstKept}}`
  seal(log)
  log.write('checkpoint', log.checkpoint(6, `forgotten ${firstKept} 30 ${time} ${WHO}`))
}

/** Leaves the hashes alone of the first segment. */
function remove(log: HandMadeLog, ...said: [] | [firstKept: number, time?: string]): void {
  if (said.length > 0) forget(log, ...(said as [number, string?]))
  log.writeHashes(0, 3)
  rmSync(file(log, 0))
}

function other(log: HandMadeLog): HandMadeLog {
  const made = new HandMadeLog(`${log.directory}-of-others`)
  made.lines.push(...log.lines)
  return made
}

function file(log: HandMadeLog, first: number): string {
  return join(log.directory, entriesFile(first))
}

function edit(path: string, change: (text: string) => string): void {
  const text = readFileSync(path, 'utf8')
  const changed = change(text)
  expect(changed).not.toBe(text)
  writeFileSync(path, changed)
}

/** The letter with the next bits in base64: where they are padding, it decodes to the same bytes. */
function nextLetter(letter: string): string {
  return letter === 'Z'
    ? 'a'
    : letter === 'z'
      ? '0'
      : letter === '9'
        ? '+'
        : String.fromCharCode(letter.charCodeAt(0) + 1)
}

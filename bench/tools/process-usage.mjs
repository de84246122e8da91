import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

const TICKS_PER_SECOND = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }))

/** What a process of this machine has used until now, from `/proc`: CPU time of all its threads, what it wrote, its memory. */
export function processUsage(pid) {
  const folder = `/proc/${pid}`
  const status = readFileSync(`${folder}/status`, 'utf8')
  return {
    cpuMs: cpuMsOf(`${folder}/stat`),
    writtenBytes: writtenBytesOf(`${folder}/io`),
    rss: numberIn(status, /^VmRSS:\s+(\d+) kB/m) * 1_024,
    peakRss: numberIn(status, /^VmHWM:\s+(\d+) kB/m) * 1_024,
    threads: readdirSync(`${folder}/task`).map((id) => ({
      id,
      name: readFileSync(`${folder}/task/${id}/comm`, 'utf8').trim(),
      cpuMs: cpuMsOf(`${folder}/task/${id}/stat`),
      writtenBytes: writtenBytesOf(`${folder}/task/${id}/io`),
    })),
  }
}

/** User and system time. The name before them is in brackets, and may have spaces. */
function cpuMsOf(file) {
  const text = readFileSync(file, 'utf8')
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return ((Number(fields[11]) + Number(fields[12])) * 1_000) / TICKS_PER_SECOND
}

function writtenBytesOf(file) {
  return numberIn(readFileSync(file, 'utf8'), /^write_bytes: (\d+)/m)
}

function numberIn(text, pattern) {
  return Number(pattern.exec(text)?.[1] ?? 0)
}

import { execFile } from 'node:child_process'
import { type NotAsked, notAsked } from './probe.js'

export interface ToolOutput {
  readonly stdout: string
  readonly stderr: string
  /** 0 where the program was content. */
  readonly code: number
}

/** Where administrators' programs lie; an ordinary account's PATH often lacks them. */
const ADMIN_FOLDERS = '/usr/sbin:/sbin'

/** Runs a program of the system to its end, in English; says so where there is none or it cannot be started. */
export function runTool(
  program: string,
  args: readonly string[],
  signal: AbortSignal,
): Promise<ToolOutput | NotAsked> {
  const env = { ...process.env, LC_ALL: 'C', PATH: `${process.env.PATH ?? ''}:${ADMIN_FOLDERS}` }
  return new Promise((resolve) => {
    const cannot = (error: unknown) => {
      const code = error instanceof Error && 'code' in error ? error.code : error
      resolve(
        notAsked(
          code === 'ENOENT' ? `the program ${program} is missing` : `${program} ended with ${code}`,
        ),
      )
    }
    try {
      const child = execFile(program, args, { signal, env }, (error, stdout, stderr) => {
        if (error && typeof error.code !== 'number') return cannot(error)
        resolve({ stdout, stderr, code: typeof error?.code === 'number' ? error.code : 0 })
      })
      child.stdin?.end()
    } catch (error) {
      cannot(error)
    }
  })
}

interface ToolOutput {
  readonly stdout: string
  readonly stderr: string
  /** 0 where the program was content. */
  readonly code: number
}

/** Why there is no output. */
interface NoTool {
  readonly because: string
}

/** Where administrators' programs lie; an ordinary account's PATH often lacks them. */
const ADMIN_FOLDERS = '/usr/sbin:/sbin'

/** Runs a program of the system to its end, in English; says so where there is none or it cannot be started. */
export async function runTool(
  program: string,
  args: readonly string[],
  signal: AbortSignal,
): Promise<ToolOutput | NoTool> {
  const env = { ...process.env, LC_ALL: 'C', PATH: `${process.env.PATH ?? ''}:${ADMIN_FOLDERS}` }
  // Few programs have a tool run, and loading this takes a millisecond.
  const { execFile } = await import('node:child_process')
  return new Promise((resolve) => {
    const cannot = (error: unknown) => {
      const code = error instanceof Error && 'code' in error ? error.code : error
      const because =
        code === 'ENOENT' ? `the program ${program} is missing` : `${program} ended with ${code}`
      resolve({ because })
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

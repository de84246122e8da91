import { execFile } from 'node:child_process'

/** Runs a program to its end and gives its standard output. @throws with its standard error when it fails. */
export function runCommand(
  command: string,
  args: readonly string[],
  input?: string,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(command, args, (error, stdout, stderr) => {
      if (!error) return resolve(stdout)
      const said = stderr.trim() || error.message
      reject(new Error(`${command} ${args.join(' ')}: ${said}`, { cause: error }))
    })
    // A program that ends without reading its input breaks the pipe; its exit status tells why.
    child.stdin?.on('error', () => {})
    child.stdin?.end(input ?? '')
  })
}

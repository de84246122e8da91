import { spawnSync } from 'node:child_process'

/** What the tests import in Python besides its standard library, with the Debian packages that bring it. */
export const PYTHON_MODULES = { cryptography: 'python3-cryptography' } as const

export type PythonModule = keyof typeof PYTHON_MODULES

/** Debian's own comes second: where another one is first on the PATH, it does not see what Debian's packages bring. */
const INTERPRETERS = ['python3', '/usr/bin/python3']

/** A Python that can import the module, or `undefined` where there is none. */
export function pythonWith(module: PythonModule): string | undefined {
  return INTERPRETERS.find(
    (python) => spawnSync(python, ['-c', `import ${module}`], { stdio: 'ignore' }).status === 0,
  )
}

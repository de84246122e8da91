import { lstatSync, statSync } from 'node:fs'
import { constants, homedir } from 'node:os'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import { isSystemError, systemErrorText } from '../../core/failure/system-error-text.js'
import { TaskFileError } from '../text/diagnostic.js'
import type { Environment } from '../text/environment-references.js'

/**
 * `--policy`, `CHECK_TCP_POLICY`, the machine's file, the person's: the first that there is.
 *
 * @throws {TaskFileError} where it cannot be told whether there is one, behind a link that leads nowhere for instance:
 *   that must not count as none
 */
export function policyFile(
  flag: string | undefined,
  env: Environment,
  homeOfUser = homedir,
): string | undefined {
  const asked = flag ?? (env.CHECK_TCP_POLICY || undefined)
  if (asked !== undefined) return asked
  const folders = ['/etc', ...configFolders(env, homeOfUser)]
  return folders.map((folder) => join(folder, 'check-tcp', 'policy.yaml')).find(isThere)
}

/** XDG Base Directory Specification: a path that is not absolute counts as none. */
function configFolders(env: Environment, homeOfUser: () => string): readonly string[] {
  const { XDG_CONFIG_HOME: folder, HOME } = env
  if (folder && isAbsolute(folder)) return [folder]
  const home = HOME || ownHome(homeOfUser)
  return home === undefined ? [] : [join(home, '.config')]
}

/** Services and containers may run under a number that no user has: nobody has put a file anywhere for them. */
function ownHome(homeOfUser: () => string): string | undefined {
  try {
    return homeOfUser()
  } catch (error) {
    // Its code is ERR_SYSTEM_ERROR, whatever the system said.
    if (isSystemError(error) && error.errno === -constants.errno.ENOENT) return undefined
    throw error
  }
}

/** Only where a part of the path is missing there is nothing; whatever else hinders the look is a mistake to mend. */
function isThere(file: string): boolean {
  for (const path of fromTheRoot(resolve(file))) {
    const problem = problemOf(path)
    if (problem === 'missing') return false
    if (problem !== undefined) throw hindered(file, problem)
  }
  // To open a pipe would wait for somebody to write into it, for ever perhaps.
  if (!statSync(file).isFile()) throw hindered(file, `${file} is not a regular file`)
  return true
}

function hindered(file: string, problem: string): TaskFileError {
  const message = `it is not known whether there is a policy, so nothing is checked: ${problem}`
  return new TaskFileError([{ file, message }])
}

/** `/`, `/etc`, `/etc/check-tcp` and so on. */
function fromTheRoot(path: string): readonly string[] {
  const above = dirname(path)
  return above === path ? [path] : [...fromTheRoot(above), path]
}

function problemOf(path: string): 'missing' | string | undefined {
  let isLink = false
  try {
    isLink = lstatSync(path).isSymbolicLink()
    if (isLink) statSync(path)
    return undefined
  } catch (error) {
    if (!isSystemError(error)) throw error
    if (error.code !== 'ENOENT') return `${path}: ${systemErrorText(error)}`
    return isLink ? `${path} is a dangling link` : 'missing'
  }
}

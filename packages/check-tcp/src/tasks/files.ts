/**
 * `check-tcp/files`: how task files and policies are read, for programs whose own files are to be read alike: references
 * to the environment and to other files, every problem by line and column.
 *
 * @module
 */
export type { AsWritten } from '../audit/entries/entry.js'
export { makeDirectory } from '../core/make-directory.js'
export { packageVersion } from '../core/package-file.js'
export { policyFile } from './policy-file/policy-file.js'
export { type PolicyPlace, readPolicy } from './policy-file/read-policy.js'
export type { TaskFile } from './task-list/load-task-files.js'
export {
  type Diagnostic,
  diagnosticsOf,
  formatDiagnostic,
  TaskFileError,
} from './text/diagnostic.js'
export type { Environment } from './text/environment-references.js'
export { checkText, decodeText, type ReadText, readText } from './text/read-text.js'
export { resolveFiles } from './text/resolve-files.js'
export { type Position, type PositionOf, positionsOf } from './text/text-position.js'
export { type TextProblem, YamlProblem } from './text/text-problem.js'

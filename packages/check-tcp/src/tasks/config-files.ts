/**
 * `check-tcp/config-files`: how task files are read, for programs whose own files are to be read alike: YAML within
 * limits, references to the environment, every problem by line and column.
 *
 * @module
 */

export type { AsWritten } from '../audit/entries/entry.js'
export { causeInWords } from '../core/cause-words.js'
export { escapeControl, escapeInJson } from '../core/escape-control.js'
export { expiryWords } from '../core/expiry-words.js'
export { hostAndPort } from '../core/host-and-port.js'
export { jsonText } from '../core/json-text.js'
export { MakeDirectoryError, makeDirectory } from '../core/make-directory.js'
export { nearestSpelling } from '../core/nearest-spelling.js'
export { type CheckParameters, checkTcpConnectionSchema, LIMITS } from '../core/parameters.js'
export { COMMON_PORTS } from '../core/services.js'
export { quote, showValue } from '../core/show-value.js'
export { isSystemError, systemErrorText } from '../core/system-error-text.js'
export { type ParametersSchema, problemsOf } from '../core/validate.js'
export { buildTree, type TreeSource } from './build-tree.js'
export { type Diagnostic, diagnosticsOf, formatDiagnostic, TaskFileError } from './diagnostic.js'
export type { Environment } from './environment-references.js'
export type { TaskFile } from './load-task-files.js'
export {
  LOCAL_SERVICE_KINDS,
  type LocalServices,
  openLocalServices,
} from './local-services.js'
export { isTrue, refuseOtherKeys, showTree, textOf } from './mapping-keys.js'
export { policyFile } from './policy-file.js'
export { LOCAL_SERVICES_KEY, readLocalServices } from './read-local-services.js'
export { type PolicyPlace, readPolicy } from './read-policy.js'
export { checkText, decodeText, type ReadText, readText } from './read-text.js'
export { UnknownPluginError } from './registry.js'
export { resolveFiles } from './resolve-files.js'
export { type Position, type PositionOf, positionsOf } from './text-position.js'
export { type TextProblem, YamlProblem } from './text-problem.js'
export { parseYaml } from './yaml/parse-yaml.js'
export { YAML_LIMITS } from './yaml-limits.js'
export {
  entryAt,
  isBroken,
  plainValue,
  writtenText,
  writtenValue,
  type YamlEntry,
  type YamlList,
  type YamlMapping,
  type YamlTree,
} from './yaml-tree.js'

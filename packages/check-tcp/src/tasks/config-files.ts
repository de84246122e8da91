/**
 * `check-tcp/config-files`: how task files are read, for programs whose own files are to be read alike: YAML within
 * limits, references to the environment, every problem by line and column.
 *
 * @module
 */

export type { AsWritten } from '../audit/entries/entry.js'
export { causeInWords } from '../core/failure/cause-words.js'
export { isSystemError, systemErrorText } from '../core/failure/system-error-text.js'
export { MakeDirectoryError, makeDirectory } from '../core/make-directory.js'
export {
  type CheckParameters,
  checkTcpConnectionSchema,
  LIMITS,
} from '../core/parameters/parameters.js'
export { type ParametersSchema, problemsOf } from '../core/parameters/validate.js'
export { hostAndPort } from '../core/target/host-and-port.js'
export { COMMON_PORTS } from '../core/target/services.js'
export { escapeControl, escapeInJson } from '../core/text/escape-control.js'
export { jsonText } from '../core/text/json-text.js'
export { nearestSpelling } from '../core/text/nearest-spelling.js'
export { quote, showValue } from '../core/text/show-value.js'
export { expiryWords } from '../core/tls/expiry-words.js'
export { policyFile } from './policy-file/policy-file.js'
export { type PolicyPlace, readPolicy } from './policy-file/read-policy.js'
export { UnknownPluginError } from './registry.js'
export type { TaskFile } from './task-list/load-task-files.js'
export {
  LOCAL_SERVICE_KINDS,
  type LocalServices,
  openLocalServices,
} from './task-list/local-services.js'
export { LOCAL_SERVICES_KEY, readLocalServices } from './task-list/read-local-services.js'
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
export { buildTree, type TreeSource } from './tree/build-tree.js'
export { isTrue, refuseOtherKeys, showTree, textOf } from './tree/mapping-keys.js'
export { YAML_LIMITS } from './tree/yaml-limits.js'
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
} from './tree/yaml-tree.js'
export { parseYaml } from './yaml/parse-yaml.js'

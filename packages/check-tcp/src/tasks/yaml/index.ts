/**
 * `check-tcp/yaml`: YAML within limits, with the place of every value.
 *
 * @module
 */
export { buildTree, type TreeSource } from '../tree/build-tree.js'
export { isTrue, refuseOtherKeys, showTree, textOf } from '../tree/mapping-keys.js'
export { YAML_LIMITS } from '../tree/yaml-limits.js'
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
} from '../tree/yaml-tree.js'
export { parseYaml } from './parse-yaml.js'

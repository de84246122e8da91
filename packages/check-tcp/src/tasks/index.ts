/**
 * `check-tcp/tasks`: task files and plugins, for programs that run tasks themselves or bring plugins of their own.
 *
 * @module
 */
export { checkTcpConnectionPlugin } from './check-tcp-connection-plugin.js'
export { type Diagnostic, formatDiagnostic, TaskFileError } from './diagnostic.js'
export type { Environment } from './environment-references.js'
export { loadPolicy } from './load-policy.js'
export {
  type LoadedTasks,
  type LoadOptions,
  loadTaskFiles,
  type TaskFile,
} from './load-task-files.js'
export type { Plugin, PluginContext } from './plugin.js'
export { createRegistry, type Registry, UnknownPluginError } from './registry.js'
export { type RunTasksOptions, runTasks, type TaskOutcome, type TaskProgress } from './run-tasks.js'
export type { Task } from './task.js'

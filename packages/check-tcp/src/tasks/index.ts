/**
 * `check-tcp/tasks`: task files and plugins, for programs that run tasks themselves or bring plugins of their own.
 *
 * @module
 */
export { checkTcpConnectionPlugin } from './check-tcp-connection-plugin.js'
export type { Plugin, PluginContext } from './plugin.js'
export { loadPolicy } from './policy-file/load-policy.js'
export { createRegistry, type Registry, UnknownPluginError } from './registry.js'
export {
  type LoadedTasks,
  type LoadOptions,
  loadTaskFiles,
  type TaskFile,
} from './task-list/load-task-files.js'
export {
  type RunTasksOptions,
  runTasks,
  type TaskOutcome,
  type TaskProgress,
} from './task-list/run-tasks.js'
export type { Task } from './task-list/task.js'
export { type Diagnostic, formatDiagnostic, TaskFileError } from './text/diagnostic.js'
export type { Environment } from './text/environment-references.js'

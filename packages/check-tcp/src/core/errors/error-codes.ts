/**
 * Where an error comes from. `input`: something that a person wrote, which stays wrong until it is corrected.
 * `machine`: something here that cannot be used now and may be usable later. `interruption`: Ctrl-C or SIGTERM.
 */
export type ErrorOrigin = 'input' | 'machine' | 'interruption'

/** One code, as the reference describes it. */
export interface ErrorDescription {
  readonly origin: ErrorOrigin
  /** The class whose instances have the code. */
  readonly thrownAs: string
  readonly meaning: string
  readonly whatToDo: string
}

/** Every code of an error that check-tcp throws. */
export const CHECK_TCP_ERRORS = {
  INVALID_PARAMETERS: {
    origin: 'input',
    thrownAs: 'InvalidParametersError',
    meaning:
      'The parameters of a check cannot be used: a wrong type, a value out of range, an unknown key.',
    whatToDo: 'Correct every parameter in `problems`; each message names what is allowed.',
  },
  INVALID_TASK_FILE: {
    origin: 'input',
    thrownAs: 'TaskFileError',
    meaning: 'A task file, a policy or a config of the monitor cannot be used.',
    whatToDo: 'Correct every place in `problems`, each with file, line and column.',
  },
  INVALID_YAML: {
    origin: 'input',
    thrownAs: 'YamlProblem',
    meaning: 'A text is not YAML, or is larger or deeper than is read.',
    whatToDo: 'Correct the text at the positions in `problems`.',
  },
  UNKNOWN_PLUGIN: {
    origin: 'input',
    thrownAs: 'UnknownPluginError',
    meaning: 'A task names a plugin that is not registered.',
    whatToDo:
      'Use one of the plugins that the message names, or register it with `createRegistry`.',
  },
  USAGE: {
    origin: 'input',
    thrownAs: 'UsageError',
    meaning: 'The command line cannot be used as it is written.',
    whatToDo: 'Run the command that the message suggests, or see `--help`.',
  },
  UNREADABLE_LIST: {
    origin: 'input',
    thrownAs: 'UnreadableListError',
    meaning: 'A list of targets is binary, damaged, or compressed with something other than gzip.',
    whatToDo: 'Give the list as text in UTF-8 or UTF-16, compressed with gzip or not at all.',
  },
  ENGINE_UNAVAILABLE: {
    origin: 'machine',
    thrownAs: 'EngineUnavailableError',
    meaning: 'The native engine was asked for by name, and this machine cannot run it.',
    whatToDo: 'Use `auto`, which falls back to the node engine, or install what the message names.',
  },
  AUDIT_LOG: {
    origin: 'machine',
    thrownAs: 'AuditLogError',
    meaning: 'The audit log cannot be opened or written, is damaged, or is required and missing.',
    whatToDo: 'Do what the message says; `check-tcp audit verify` examines a log.',
  },
  MAKE_DIRECTORY: {
    origin: 'machine',
    thrownAs: 'MakeDirectoryError',
    meaning: 'A directory cannot be made; `systemCode` has the errno, such as `EACCES`.',
    whatToDo: 'Correct what is at `path`: its owner, its permissions or its mount.',
  },
  INTERRUPTED: {
    origin: 'interruption',
    thrownAs: 'InterruptedError',
    meaning: 'Ctrl-C or SIGTERM ended the command before it had anything to report.',
    whatToDo: 'Nothing.',
  },
} as const satisfies Readonly<Record<string, ErrorDescription>>

export type CheckTcpErrorCode = keyof typeof CHECK_TCP_ERRORS

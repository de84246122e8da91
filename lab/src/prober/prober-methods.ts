import type {
  CheckResult,
  CheckTcpConnectionParameters,
  EngineChoice,
  ExplainOptions,
  Explanation,
  PolicyOptions,
} from 'check-tcp'

export interface CheckOptions {
  /** Aborts the check's signal after so many milliseconds. */
  readonly abortAfterMs?: number
  /** Keeps the event loop busy for so many milliseconds at a time, over and over, while the checks are made. */
  readonly stallMs?: number
  /** What rules of the policy may go by. */
  readonly tags?: readonly string[]
  readonly caller?: string
}

/** What a prober does for a test. */
export interface ProberMethods {
  /** Makes one check. */
  check(parameters: CheckTcpConnectionParameters, options?: CheckOptions): Promise<CheckResult>
  /** Makes many checks, `atOnce` of them at any time; results come in the order of the parameters. */
  checkAll(
    parameters: readonly CheckTcpConnectionParameters[],
    atOnce: number,
    options?: CheckOptions,
  ): Promise<readonly CheckResult[]>
  /** Makes one check and explains it. */
  explain(
    parameters: CheckTcpConnectionParameters,
    options?: Pick<ExplainOptions, 'address' | 'ports' | 'deadline' | 'tags' | 'caller'>,
  ): Promise<Explanation>
  /** Opens files until the process may open no more: the next socket(2) fails with EMFILE. */
  useUpDescriptors(): Promise<void>
  releaseDescriptors(): Promise<void>
  /** How many descriptors the process has open now. */
  countDescriptors(): Promise<number>
}

export interface ProberSettings {
  /** Networks that the policy denies. */
  readonly deny: readonly string[]
  /** The policy instead. */
  readonly policy?: PolicyOptions
  readonly engine: EngineChoice
  /** How many descriptors the process may have open once it is loaded. */
  readonly descriptorLimit?: number
}

/** What one task file may cost, so that no file can exhaust time, memory or the stack. */
export const YAML_LIMITS = {
  /** Bytes. 20,000 tasks take 2 to 3 MiB. */
  bytes: 4 * 1024 * 1024,
  /** Lists and mappings within one another. A task file needs four; the parser's own recursion bears thousands. */
  depth: 64,
  /** Lexical tokens. 20,000 tasks have about 1.2 million; these take some 2 s and 500 MB to parse. */
  tokens: 2_000_000,
  /** Aliases, those inside of what an alias stands for counted each time. */
  aliases: 1_000,
  /** Values that all aliases together stand for. */
  aliasedNodes: 10_000,
} as const

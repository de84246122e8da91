/** By what rules of the policy and the audit log know checks that a language model asked for. */
export const CALLER = 'mcp'

/** Every lab suite runs over each of them: the conformance suite of the engines. */
export const ENGINES = ['node', 'native'] as const

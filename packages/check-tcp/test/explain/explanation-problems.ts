import { problemsBy } from '../support/schema-problems.js'

/** What the published schema has against an explanation; empty where nothing. */
export const explanationProblems = problemsBy('explanation')

import { type Checker, createChecker } from './checker.js'

let shared: Checker | undefined

/** The checker of all calls that bring none of their own; made by the first. */
export function sharedChecker(): Checker {
  shared ??= createChecker()
  return shared
}

// What nobody needs who runs the command: what compilers, editors and other systems read.

const NOT_RUN = [
  /\.[cm]?tsx?(\.map)?$/,
  /\.(js|cjs|mjs)\.map$/,
  /\.(md|markdown|html|svg|sh|tsbuildinfo|flow|gyp|gypi|c|cc|cpp|h|hpp)$/i,
  /(^|\/)(licen[cs]e|notice|authors|copying|changelog)(-[a-z0-9]+)?(\.txt)?$/i,
]

/** Of dependencies alone: what surrounds their code, and commands of theirs. */
const NOT_RUN_OF_DEPENDENCIES = [
  /^(test|tests|benchmarks?|examples?|docs?|docsify|tools|bin|\.[^/]+)\//,
  /^(bin|build-test|optional)\.m?js$/,
  /(^|\/)\.[^/]+$/,
  /^(Makefile|CNAME)$/,
]

/** Is this file left out? `file` is relative to its package. */
export function isPruned(file) {
  return NOT_RUN.some((pattern) => pattern.test(file))
}

/** Is this file of a dependency left out? */
export function isPrunedOfDependency(name, file) {
  // The Node of these packages is linked to glibc, so what is for musl is never loaded.
  if (name.startsWith('@koromix/koffi-') && file.startsWith('musl_')) return true
  return isPruned(file) || NOT_RUN_OF_DEPENDENCIES.some((pattern) => pattern.test(file))
}

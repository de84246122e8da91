// What every room whose tests are tested has in common.

/**
 * @param {string} vitestConfig which tests run
 * @param {readonly string[]} mutate which files faults are put into; no tests
 * @returns {import('@stryker-mutator/api/core').PartialStrykerOptions}
 */
export function settings(vitestConfig, mutate) {
  return {
    testRunner: 'vitest',
    vitest: { configFile: vitestConfig, related: false },
    mutate: [...mutate, '!**/*.test.ts'],
    ignorePatterns: ['/bench', '/docs', '/examples', 'dist'],
    coverageAnalysis: 'perTest',
    concurrency: 2,
    timeoutMS: 5_000,
    // The first run has all tests, one after the other.
    dryRunTimeoutMinutes: 15,
    reporters: ['clear-text', 'progress-append-only'],
    clearTextReporter: { allowColor: false, allowEmojis: false, logTests: false },
    thresholds: { high: 95, low: 90, break: 90 },
    tsconfigFile: 'none',
    tempDirName: 'mutation/.stryker-tmp',
  }
}

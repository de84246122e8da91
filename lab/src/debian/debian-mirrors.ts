/** Has apt-get print each of Debian's own sources as a line; those of others are not for a system that is only Debian. */
export const INDEX_TARGETS = [
  ...['indextargets', '--format', 'deb $(REPO_URI) $(RELEASE) $(COMPONENT)'],
  ...['Created-By: Packages', 'Origin: Debian'],
] as const

/**
 * The lines of a sources.list, each once: apt has one for every architecture.
 *
 * @throws {Error} where there is none: mmdebstrap would then go to a mirror that nobody named
 */
export function debianMirrors(indexTargets: string): string {
  const lines = new Set(indexTargets.split('\n').filter((line) => line.startsWith('deb ')))
  if (lines.size === 0) throw new Error('apt names no mirror of Debian: run apt-get update')
  return [...lines].join('\n')
}

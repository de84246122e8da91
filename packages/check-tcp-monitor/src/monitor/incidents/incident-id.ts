/**
 * Ids of incidents: readable, and unique since a subject has one open incident at a time and two never open within a
 * millisecond and a random number.
 */
export function buildIncidentId(subjectId: string, at: number, random: () => number): string {
  const slug = subjectId
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 64)
    .replace(/^-+|-+$/g, '')
  const salt = Math.floor(random() * 36 ** 4).toString(36)
  return `${slug || 'subject'}-${at.toString(36)}-${salt.padStart(4, '0')}`
}

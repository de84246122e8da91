/** Stands where a secret was. */
const HIDDEN = '[secret]'

/** What is shorter is no secret, and hiding it would blot out words. */
const SHORTEST = 8

/** The parts of a URL that may let somebody in: user, password, path segments and values of the query. */
export function secretsOfUrl(url: string): readonly string[] {
  if (!URL.canParse(url)) return [url]
  const { username, password, pathname, search, searchParams } = new URL(url)
  return [username, password, pathname, ...pathname.split('/'), search, ...searchParams.values()]
}

/** The text without the secrets, neither as they are nor as they stand in URLs. */
export function hideSecrets(text: string, secrets: readonly string[]): string {
  const spellings = secrets.flatMap((secret) => [secret, decoded(secret), encoded(secret)])
  const longestFirst = [...new Set(spellings)]
    .filter(({ length }) => length >= SHORTEST)
    .sort((a, b) => b.length - a.length)
  return longestFirst.reduce((hidden, secret) => hidden.replaceAll(secret, HIDDEN), text)
}

function decoded(text: string): string {
  return unlessMalformed(decodeURIComponent, text)
}

function encoded(text: string): string {
  return unlessMalformed(encodeURIComponent, text)
}

/** A stray `%` cannot be decoded, half a surrogate pair not encoded. */
function unlessMalformed(spell: (text: string) => string, text: string): string {
  try {
    return spell(text)
  } catch {
    return text
  }
}

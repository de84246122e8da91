/** Characters of a name that is made of a title. */
const LONGEST = 80

/** Makes names of titles: snake_case, and a number behind those that are taken already. */
export function uniqueNames(): (title: string) => string {
  const taken = new Set<string>()
  return (title) => {
    const base = snakeCase(title)
    let name = base
    for (let number = 2; taken.has(name); number++) name = `${base}_${number}`
    taken.add(name)
    return name
  }
}

function snakeCase(title: string): string {
  const words = title
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}]+/gu, '_')
    .slice(0, LONGEST)
    .replace(/^_+|_+$/g, '')
  return words || 'check'
}

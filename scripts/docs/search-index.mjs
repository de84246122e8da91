/** A script that has the text of every section, so that the search works from a disk too, where nothing can be fetched. */
export function searchIndex(pages) {
  const entries = pages.flatMap(({ url, title, sections }) =>
    sections.map(({ id, heading, text }, at) => [
      at === 0 ? url : `${url}#${id}`,
      title,
      heading,
      text,
    ]),
  )
  return `window.SEARCH_INDEX = ${JSON.stringify(entries)}\n`
}

// Finds sections by words, with what the build wrote into search-index.js; nothing is sent anywhere.
;(() => {
  const { index: source, root } = document.currentScript.dataset
  const form = document.querySelector('#search')
  const input = form.querySelector('input')
  const list = document.querySelector('#found')
  const told = document.querySelector('#told')
  const MAX_FOUND = 12
  const MAX_OF_PAGE = 3
  /** Words of questions that every page has. */
  const COMMON = new Set(
    'a an and are as at be by can do does for from how i if in is it my of on or the to use with what when why'.split(
      ' ',
    ),
  )
  let loading

  function load() {
    loading ??= new Promise((resolve) => {
      const script = document.createElement('script')
      script.src = source
      script.onload = () => {
        resolve(
          window.SEARCH_INDEX.map(([url, title, heading, text]) => ({
            ...{ url, title, heading, text },
            ...{ inTitle: title.toLowerCase(), inHeading: heading.toLowerCase() },
            ...{ inText: text.toLowerCase(), inUrl: url.toLowerCase() },
          })),
        )
      }
      document.head.append(script)
    })
    return loading
  }

  const wordsOf = (text) => text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? []

  /** Where a word begins with these letters, or -1. */
  function begins(text, letters) {
    for (let at = text.indexOf(letters); at >= 0; at = text.indexOf(letters, at + 1)) {
      if (at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1])) return at
    }
    return -1
  }

  /** Who searches wants to do something; why it was built so comes after that. */
  function weightOf(url) {
    if (url.startsWith('guide/')) return 1.5
    return /^(decisions|discoveries|changelog|architecture|contributing)/.test(url) ? 0.5 : 1
  }

  /** At most so many of one page, so that others are seen too. */
  function spread(found) {
    const times = new Map()
    return found.filter(({ entry }) => {
      const page = entry.url.replace(/#.*/, '')
      times.set(page, (times.get(page) ?? 0) + 1)
      return times.get(page) <= MAX_OF_PAGE
    })
  }

  function scoreOf(entry, words, rarity) {
    let score = 0
    let found = 0
    for (const word of words) {
      const weight =
        (begins(entry.inTitle, word) >= 0 ? 6 : 0) +
        (begins(entry.inHeading, word) >= 0 ? 4 : 0) +
        (begins(entry.inUrl, word) >= 0 ? 3 : 0) +
        (begins(entry.inText, word) >= 0 ? 1 : 0)
      if (weight > 0) found++
      score += weight * rarity.get(word)
    }
    return found === 0 ? 0 : score * (found / words.length) ** 2 * weightOf(entry.url)
  }

  function find(entries, asked) {
    const all = wordsOf(asked)
    const rare = all.filter((word) => !COMMON.has(word))
    const words = [...new Set(rare.length > 0 ? rare : all)]
    if (words.length === 0) return []
    const rarity = new Map(
      words.map((word) => {
        const count = entries.filter(
          ({ inText, inHeading }) => begins(`${inHeading} ${inText}`, word) >= 0,
        ).length
        return [word, Math.log(1 + entries.length / (1 + count))]
      }),
    )
    const found = entries
      .map((entry) => ({ entry, score: scoreOf(entry, words, rarity) }))
      .filter(({ score }) => score > 0)
      .toSorted((one, other) => other.score - one.score)
    return spread(found)
      .slice(0, MAX_FOUND)
      .map(({ entry }) => ({ entry, words }))
  }

  function excerpt({ text, inText }, words) {
    const at = Math.max(
      0,
      Math.min(
        ...words.map((word) => begins(inText, word)).filter((each) => each >= 0),
        text.length,
      ) - 40,
    )
    return `${at > 0 ? '… ' : ''}${text.slice(at, at + 140)}${text.length > at + 140 ? ' …' : ''}`
  }

  function show(found, asked) {
    list.replaceChildren(
      ...found.map(({ entry, words }) => {
        const item = document.createElement('li')
        const link = document.createElement('a')
        link.href = `${root}${entry.url}`
        const name = document.createElement('strong')
        name.textContent =
          entry.heading === entry.title ? entry.title : `${entry.title} › ${entry.heading}`
        const text = document.createElement('span')
        text.textContent = excerpt(entry, words)
        link.append(name, text)
        item.append(link)
        return item
      }),
    )
    const isAsked = asked.trim() !== ''
    list.hidden = !isAsked || found.length === 0
    told.textContent = !isAsked
      ? ''
      : found.length === 0
        ? 'Nothing found'
        : `${found.length} found`
    told.classList.toggle('unseen', !isAsked || found.length > 0)
  }

  async function search() {
    const asked = input.value
    const entries = await load()
    if (asked === input.value) show(find(entries, asked), asked)
  }

  input.addEventListener('focus', load)
  input.addEventListener('input', search)
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    list.querySelector('a')?.click()
  })
  addEventListener('keydown', (event) => {
    const isTyping = event.target.closest?.('input, textarea')
    if (event.key === '/' && !isTyping && !event.ctrlKey && !event.metaKey) {
      event.preventDefault()
      input.focus()
    }
    if (event.key === 'Escape') {
      input.value = ''
      show([], '')
    }
    const links = [...list.querySelectorAll('a')]
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (!step || list.hidden || (event.target !== input && !links.includes(event.target))) return
    event.preventDefault()
    const next = links.indexOf(event.target) + step
    ;(links[next] ?? input).focus()
  })
})()

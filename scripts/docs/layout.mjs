import { escapeHtml } from './escape-html.mjs'
import { relative } from './links.mjs'
import { SECTIONS } from './sections.mjs'

/** A whole page: the frame around what its Markdown came to. */
export function layout(page, pages, navTitles) {
  const to = (url) => relative(page.url, url)
  const title = page.url === 'index.html' ? 'check-tcp' : `${page.title} – check-tcp`
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${to('site.css')}">
<script src="${to('theme.js')}"></script>
<script defer src="${to('search.js')}" data-index="${to('search-index.js')}" data-root="${to('index.html').replace(/index\.html$/, '')}"></script>
</head>
<body>
<a class="skip" href="#content">To the text</a>
<header>
<a class="name" href="${to('index.html')}">check-tcp</a>
<search><form id="search" role="none"><input type="search" name="words" aria-label="Search the documentation" placeholder="Search" autocomplete="off" aria-controls="found"></form><ol id="found" aria-label="Search results" hidden></ol></search>
<button id="theme" type="button">Dark</button>
</header>
<div class="frame">
<nav aria-label="Pages"><details id="pages" open><summary>All pages</summary>
${navigation(page, pages, to, navTitles)}
</details></nav>
<main id="content" tabindex="-1">
<article>
${page.html}
</article>
</main>
${contents(page)}
</div>
<p id="told" role="status" class="unseen"></p>
</body>
</html>
`
}

function navigation(page, pages, to, navTitles) {
  return SECTIONS.map((section) => {
    const own = pages.filter((each) => each.section === section)
    const isOpen = !section.closed || page.section === section
    const items = own.map((each) => {
      const current = each.url === page.url ? ' aria-current="page"' : ''
      const shown = navTitles.get(each.source) ?? each.title
      return `<li><a href="${to(each.url)}"${current}>${escapeHtml(shown)}</a></li>`
    })
    return `<details${isOpen ? ' open' : ''}><summary>${section.title}</summary><ul>${items.join('')}</ul></details>`
  }).join('\n')
}

/** The headings of a page that is long enough to need them. */
function contents({ headings }) {
  const own = headings.filter(({ depth }) => depth === 2)
  if (own.length < 3) return ''
  const items = own.map(({ id, text }) => `<li><a href="#${id}">${escapeHtml(text)}</a></li>`)
  return `<aside aria-label="On this page"><p>On this page</p><ul>${items.join('')}</ul></aside>`
}

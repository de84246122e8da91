import { Marked } from 'marked'
import { escapeHtml } from './escape-html.mjs'
import { slugger } from './slugs.mjs'

/**
 * A page as HTML, with its headings and the text under each for the search.
 *
 * @param page as `collectPages` has it
 * @param links resolves the links of the page
 */
export function renderPage(page, links) {
  const slug = slugger()
  const headings = []
  const sections = []
  const marked = new Marked({ gfm: true })
  const tokens = marked.lexer(page.markdown)
  marked.use({
    renderer: {
      heading({ tokens: inner, depth }) {
        const html = this.parser.parseInline(inner)
        const text = textOf(html)
        const id = slug(text)
        headings.push({ depth, id, text, html })
        if (depth === 1) return `<h1 id="${id}">${html}</h1>\n`
        return `<h${depth} id="${id}">${html} <a class="anchor" href="#${id}" aria-label="Link to ${escapeHtml(text)}">#</a></h${depth}>\n`
      },
      code({ text, lang }) {
        const language = lang ? ` data-language="${escapeHtml(lang)}"` : ''
        return `<pre tabindex="0"${language}><code>${escapeHtml(text)}</code></pre>\n`
      },
      table(token) {
        return `<div class="table" role="group" aria-label="Table" tabindex="0">${tableOf(this, token)}</div>\n`
      },
      link({ href, tokens: inner }) {
        const html = this.parser.parseInline(inner)
        return `<a href="${escapeHtml(links.page(page, href))}">${html}</a>`
      },
      image({ href, text }) {
        return `<img src="${escapeHtml(links.file(page, href))}" alt="${escapeHtml(text)}" loading="lazy">`
      },
      html({ text }) {
        return escapeHtml(text)
      },
    },
  })
  const html = marked.parser(tokens)
  for (const part of split(html)) {
    const heading = headings[sections.length]
    if (heading) sections.push({ id: heading.id, heading: heading.text, text: textOf(part) })
  }
  const title = headings[0]?.text ?? page.source
  return { ...page, html, headings, sections, title }
}

function tableOf(renderer, { header, rows }) {
  const cells = (tag, row) =>
    row
      .map(({ tokens, align }) => {
        const inner = renderer.parser.parseInline(tokens)
        const side = align ? ` class="${align}"` : ''
        // A heading without words is none.
        const name = tag === 'th' && inner === '' ? 'td' : tag
        return `<${name}${side}>${inner}</${name}>`
      })
      .join('')
  const body = rows.map((row) => `<tr>${cells('td', row)}</tr>`).join('\n')
  const head = header.some(({ text }) => text !== '')
    ? `<thead><tr>${cells('th', header)}</tr></thead>`
    : ''
  return `<table>${head}<tbody>${body}</tbody></table>`
}

/** What stands from one heading to the next. */
function split(html) {
  return html.split(/(?=<h[1-6] id=)/).filter((part) => part.startsWith('<h'))
}

/** The text of HTML that is ours. */
function textOf(html) {
  return html
    .replace(/<h[1-6] id=.*?<\/h[1-6]>/g, ' ')
    .replace(/<\/?(?:a|code|em|strong|del)\b[^>]*>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ')
    .trim()
}

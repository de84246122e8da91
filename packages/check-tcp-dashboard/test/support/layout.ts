import type { Page } from 'playwright-core'

/**
 * What is wrong with where texts stand, which no accessibility checker sees: two that overlap, one that is cut off, a page
 * that is wider than its window. What is shortened on purpose has the class `clip`, and its whole text as title.
 */
export function layoutProblems(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    interface Box {
      readonly text: string
      readonly element: Element
      readonly rect: DOMRect
    }
    const problems: string[] = []
    // Something around it scrolls, or cuts it off.
    function isWithin(element: Element | null): boolean {
      if (!element || element === document.body) return false
      return getComputedStyle(element).overflowX !== 'visible' || isWithin(element.parentElement)
    }
    // What is there for those alone who hear the page.
    function isHeardOnly(element: Element | null): boolean {
      if (!element) return false
      return (
        getComputedStyle(element).clipPath === 'inset(50%)' || isHeardOnly(element.parentElement)
      )
    }
    const isShown = (element: Element) =>
      element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
      element.closest('.skip, .notes, .bulk, option') === null &&
      !isHeardOnly(element)
    const dialog = document.querySelector('dialog[open]')
    const boxes: Box[] = []
    const walker = document.createTreeWalker(dialog ?? document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement
      const text = node.textContent?.trim() ?? ''
      if (!element || text === '' || !isShown(element)) continue
      const range = document.createRange()
      range.selectNodeContents(node)
      for (const rect of range.getClientRects()) {
        if (rect.width > 1 && rect.height > 1)
          boxes.push({ text, element, rect: visible(element, rect, text) })
      }
    }
    function visible(element: Element, whole: DOMRect, text: string): DOMRect {
      let rect = whole
      for (
        let each: Element | null = element;
        each && each !== document.body;
        each = each.parentElement
      ) {
        const { overflowX, overflowY } = getComputedStyle(each)
        if (overflowX === 'visible' && overflowY === 'visible') continue
        const own = each.getBoundingClientRect()
        const isOutside =
          rect.left < own.left - 1 ||
          rect.right > own.right + 1 ||
          rect.top < own.top - 2 ||
          rect.bottom > own.bottom + 2
        const scrolls = [overflowX, overflowY].some(
          (value) => value === 'auto' || value === 'scroll',
        )
        const clipped = each.closest('.clip')
        if (isOutside && !scrolls && !clipped && each.tagName !== 'DIALOG') {
          problems.push(`cut: "${text.slice(0, 60)}" by ${each.tagName}.${each.className}`)
        }
        if (isOutside && clipped && !clipped.getAttribute('title')) {
          problems.push(`shortened without a title: "${text.slice(0, 60)}"`)
        }
        const left = Math.max(rect.left, own.left)
        const top = Math.max(rect.top, own.top)
        rect = new DOMRect(
          left,
          top,
          Math.min(rect.right, own.right) - left,
          Math.min(rect.bottom, own.bottom) - top,
        )
      }
      return rect
    }
    const sorted = boxes
      .filter(({ rect }) => rect.width > 1 && rect.height > 1)
      .sort((a, b) => a.rect.top - b.rect.top)
    for (const [index, one] of sorted.entries()) {
      for (const other of sorted.slice(index + 1)) {
        if (other.rect.top >= one.rect.bottom - 3) break
        if (one.element === other.element) continue
        const wide =
          Math.min(one.rect.right, other.rect.right) - Math.max(one.rect.left, other.rect.left)
        const high =
          Math.min(one.rect.bottom, other.rect.bottom) - Math.max(one.rect.top, other.rect.top)
        if (wide > 2 && high > 4)
          problems.push(`overlap: "${one.text.slice(0, 40)}" and "${other.text.slice(0, 40)}"`)
      }
    }
    const { scrollWidth } = document.documentElement
    if (scrollWidth > innerWidth + 1) {
      const widest = [...document.body.querySelectorAll('*')].findLast(
        (each) =>
          each.getBoundingClientRect().right > innerWidth + 1 &&
          isShown(each) &&
          !isWithin(each.parentElement),
      )
      const name = `${widest?.tagName}.${widest?.getAttribute('class')}`
      problems.push(
        `the page is ${scrollWidth} px wide in a window of ${innerWidth} px, by ${name}`,
      )
    }
    return [...new Set(problems)].slice(0, 20)
  })
}

/** Texts that the page has, and that nobody can see, hear or open: what is lost where there is less room. */
export function lostTexts(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const lost: string[] = []
    const root = document.querySelector('dialog[open]') ?? document.querySelector('main')
    const walker = document.createTreeWalker(root ?? document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement
      const text = node.textContent?.trim() ?? ''
      if (
        !element ||
        text === '' ||
        element.closest('option, noscript, details:not([open]), title')
      ) {
        continue
      }
      // Of the hours of a day a small screen names some; keys and the heads of columns it has not.
      if (element.closest('.heat thead, kbd, .list-head')) continue
      const range = document.createRange()
      range.selectNodeContents(node)
      const isDrawn = [...range.getClientRects()].some(
        ({ width, height }) => width > 0 && height > 0,
      )
      if (
        !isDrawn ||
        !element.checkVisibility({ visibilityProperty: true, opacityProperty: true })
      ) {
        lost.push(`lost: "${text.slice(0, 60)}" of ${element.tagName}.${element.className}`)
      }
    }
    return [...new Set(lost)].slice(0, 20)
  })
}

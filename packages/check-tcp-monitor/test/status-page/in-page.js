// Runs in the browser: `page-in-browser.test.ts` puts it into the page.

/** Texts that cover each other, or reach out of the page. */
function misplacedTexts() {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const boxes = []
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.textContent.trim()
    if (text === '' || !node.parentElement.checkVisibility({ visibilityProperty: true })) continue
    const range = document.createRange()
    range.selectNodeContents(node)
    for (const box of range.getClientRects()) boxes.push({ text, box })
  }
  const width = document.documentElement.clientWidth
  const outside = boxes.filter(({ box }) => box.left < 0 || box.right > width + 1)
  boxes.sort((a, b) => a.box.top - b.box.top)
  const covered = boxes.flatMap((one, index) =>
    boxes.slice(index + 1, index + 40).filter(({ box }) => {
      const across = Math.min(box.right, one.box.right) - Math.max(box.left, one.box.left)
      const down = Math.min(box.bottom, one.box.bottom) - Math.max(box.top, one.box.top)
      // Lines of one text may share the room between them.
      return across > 1 && down > box.height / 3
    }),
  )
  return [...outside, ...covered].map(({ text }) => text)
}

function openAll() {
  for (const each of document.querySelectorAll('details')) each.open = true
}

/** What axe, which is in the page already, finds. */
async function violations() {
  const { violations: found } = await axe.run()
  return found.map(({ id, nodes }) => `${id} ${nodes.map(({ html }) => html).join(' ')}`)
}

globalThis.inPage = { misplacedTexts, openAll, violations }

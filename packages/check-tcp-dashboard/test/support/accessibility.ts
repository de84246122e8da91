import axe from 'axe-core'
import type { Page } from 'playwright-core'

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

interface Found {
  readonly violations: readonly {
    readonly id: string
    readonly help: string
    readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[]
  }[]
}

/** What axe finds against WCAG 2.2 AA; it is put into the page past its content security policy. */
export async function accessibilityProblems(
  page: Page,
  { forcedColours = false } = {},
): Promise<readonly string[]> {
  await page.evaluate(axe.source)
  const { violations } = await page.evaluate<Found>(
    // Of forced colours it knows nothing.
    `axe.run(document, { runOnly: ${JSON.stringify(TAGS)}, rules: { 'color-contrast': { enabled: ${!forcedColours} } } })`,
  )
  return violations.map(({ id, help, nodes }) => {
    const [first] = nodes
    return `${id}: ${help}, ${nodes.length} times: ${first?.html.slice(0, 200)} ${first?.failureSummary ?? ''}`
  })
}

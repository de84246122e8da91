import { useWords } from '../parts/reader.js'
import { useTitle } from '../parts/use-title.js'

/** Where no page is: the way on. */
export function NotFound() {
  const { t } = useWords()
  useTitle(t.page.notFound)
  return (
    <div class="empty">
      <h1>{t.page.notFound}</h1>
      <p>
        <a href="/" data-page>
          {t.page.back}
        </a>
      </p>
    </div>
  )
}

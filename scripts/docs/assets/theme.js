// Before anything is drawn: the colours that the reader chose, or else those of the system.
;(() => {
  const root = document.documentElement
  const system = matchMedia('(prefers-color-scheme: dark)')
  const stored = () => {
    try {
      return localStorage.getItem('theme')
    } catch {
      return null
    }
  }
  const isDark = () => (root.dataset.theme ?? (system.matches ? 'dark' : 'light')) === 'dark'
  const chosen = stored()
  if (chosen === 'dark' || chosen === 'light') root.dataset.theme = chosen
  addEventListener('DOMContentLoaded', () => {
    const button = document.querySelector('#theme')
    const label = () => {
      button.textContent = isDark() ? 'Light' : 'Dark'
      button.setAttribute('aria-label', `Use ${isDark() ? 'light' : 'dark'} colours`)
    }
    button.addEventListener('click', () => {
      root.dataset.theme = isDark() ? 'light' : 'dark'
      try {
        localStorage.setItem('theme', root.dataset.theme)
      } catch {
        // Some browsers keep nothing for pages on a disk; the choice then holds for this page.
      }
      label()
    })
    system.addEventListener('change', label)
    label()
    // On a small screen the list of pages would be all there is to see.
    if (matchMedia('(max-width: 60rem)').matches) document.querySelector('#pages').open = false
  })
})()

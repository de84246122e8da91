const ESCAPES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Text as HTML shows it, also within an attribute. */
export function escapeHtml(text) {
  return text.replace(/[&<>"']/g, (char) => ESCAPES[char])
}

export function checkPath(id: string): string {
  return `/checks/${encodeURIComponent(id)}`
}

export function incidentPath(id: string): string {
  return `/incidents/${encodeURIComponent(id)}`
}

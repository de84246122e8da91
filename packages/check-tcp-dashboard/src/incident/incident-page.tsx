export function IncidentPage({ name }: { readonly name: string }) {
  return <h1>{name}</h1>
}

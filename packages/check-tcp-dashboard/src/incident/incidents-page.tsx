export function IncidentsPage({ name }: { readonly name: string }) {
  return <h1>{name}</h1>
}

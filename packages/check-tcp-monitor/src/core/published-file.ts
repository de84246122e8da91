/** One file of what is published, such as a status page. */
export interface PublishedFile {
  /** Within its folder. */
  readonly path: string
  readonly media: string
  readonly text: string
}

/** The record's name in every output: the file's name without folder and without its last extension. */
export function recordName(path: string): string {
  const name = path.replace(/^.*[/\\]/s, '');
  return name.replace(/(?<=.)\.[^.]*$/s, '');
}
